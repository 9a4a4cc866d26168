package dashboards

// All is every dashboard there is, in the order of docs/dashboards. A component offers those whose metrics it brings.
func All() []Dashboard {
	return []Dashboard{
		Overview(),
		App(),
		KubernetesCluster(),
		KubernetesNode(),
		KubernetesWorkload(),
		KubernetesVolumes(),
		KubernetesAPIServer(),
		IstioMesh(),
		IstioService(),
		IstioWorkload(),
		IstioControlPlane(),
		Prometheus(),
		Alertmanager(),
		Grafana(),
		ArgoCD(),
		ExternalSecrets(),
		CertManager(),
	}
}
