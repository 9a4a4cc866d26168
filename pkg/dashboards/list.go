package dashboards

// All is every dashboard there is, in the order of docs/dashboards. A component offers those whose metrics it brings.
func All() []Dashboard {
	return append([]Dashboard{
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
		Jenkins(),
		Snowplow([]string{"pod"}),
	}, AWS()...)
}

// AWS is every dashboard of what CloudWatch knows. They need the data source, and no scrape job.
func AWS() []Dashboard {
	return []Dashboard{
		AWSEC2(),
		AWSEBS(),
		AWSRDS(),
		AWSLambda(),
		AWSEKS(),
		AWSLogs(),
	}
}
