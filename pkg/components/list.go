package components

// makers is every component there is. A new one is one file and one line here; the order decides nothing.
var makers = []Maker{
	newNamespaces,
	newStorageClasses,
	newEBSCSI,
	newIstioBase,
	newIstioCNI,
	newIstiod,
	newAuthorization,
	newIstioIngress,
	newBalancerController,
	newCertManager,
	newExternalSecrets,
	newPrometheus,
	newAlertmanager,
	newGrafana,
	newNodeExporter,
	newKubeStateMetrics,
	newStatsDExporter,
	newKubernetes,
	newJenkins,
	newKiali,
	newOAuth2Proxy,
	newArgoCD,
	newApps,
}
