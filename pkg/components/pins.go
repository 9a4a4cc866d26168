package components

import "k8s.io/apimachinery/pkg/util/version"

// Pin is a Helm chart at one version.
type Pin struct {
	RepoURL, Name, Version string
}

// atLeast says whether the chart is of this version or a newer one, for what an older one does not know.
func (p Pin) atLeast(oldest string) bool {
	return version.MustParseGeneric(p.Version).AtLeast(version.MustParseGeneric(oldest))
}

// Each version is one whose values and templates were read and rendered: what its component declares beside it (kinds, Services,
// ports) was compared with what it makes. Do the same before raising one.

// argoCDVersion brings Argo CD 3.4.
//
// renovate: datasource=helm registryUrl=https://argoproj.github.io/argo-helm depName=argo-cd
const argoCDVersion = "10.1.1"

// externalSecretsVersion is a variable, so that `conformance/` can build the tool for 1.x too.
//
// renovate: datasource=helm registryUrl=https://charts.external-secrets.io depName=external-secrets
var externalSecretsVersion = "2.9.0"

// externalSecretsChart is External Secrets' chart, which has the version of its CRDs.
func externalSecretsChart() Pin {
	return Pin{RepoURL: "https://charts.external-secrets.io", Name: "external-secrets", Version: externalSecretsVersion}
}

// renovate: datasource=helm registryUrl=https://kiali.org/helm-charts depName=kiali-server
const kialiVersion = "2.29.0"

// renovate: datasource=helm registryUrl=https://aws.github.io/eks-charts depName=aws-load-balancer-controller
const balancerControllerVersion = "3.5.0"

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
