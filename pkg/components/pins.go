package components

// Pin is a Helm chart at one version.
type Pin struct {
	RepoURL, Name, Version string
}

// istioVersion is the version of all of Istio's charts: they are released together.
//
// renovate: datasource=helm registryUrl=https://istio-release.storage.googleapis.com/charts depName=istiod
const istioVersion = "1.31.1"

// istioChart is one of Istio's charts.
func istioChart(name string) Pin {
	return Pin{RepoURL: "https://istio-release.storage.googleapis.com/charts", Name: name, Version: istioVersion}
}

// certManagerVersion begins with a v, as the chart's own versions do.
//
// renovate: datasource=helm registryUrl=https://charts.jetstack.io depName=cert-manager
const certManagerVersion = "v1.21.2"
