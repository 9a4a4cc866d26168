package components

// makers is every component there is. A new one is one file and one line here; the order decides nothing.
var makers = []Maker{
	newNamespaces,
	newArgoCD,
	newExternalSecrets,
	newKiali,
	newStorageClasses,
	newIstioBase,
	newIstioCNI,
	newIstiod,
	newIstioIngress,
	newCertManager,
	newApps,
	newPrometheus,
	newAlertmanager,
	newNodeExporter,
	newKubeStateMetrics,
	newKubernetes,
}
