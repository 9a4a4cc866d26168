package components

import "strconv"

// What several charts have in common.

// chartInstance is the label in which charts put the name of their release.
const chartInstance = "app.kubernetes.io/instance"

// webhookCA is the jq path of the CA that whoever serves a webhook writes into its configuration.
const webhookCA = ".webhooks[]?.clientConfig.caBundle"

// withSidecar are labels that give a chart's pods a sidecar in a namespace that is not meshed as a whole.
func withSidecar() map[string]string { return map[string]string{"sidecar.istio.io/inject": "true"} }

// scrapedByItself are annotations that keep a pod's metrics out of its sidecar's page: Prometheus has a job for them.
func scrapedByItself() map[string]string {
	return map[string]string{"prometheus.istio.io/merge-metrics": "false"}
}

// scrapedAt are annotations that some charts give their pods, for a Prometheus that looks for them.
func scrapedAt(port int32) map[string]string {
	return map[string]string{"prometheus.io/scrape": "true", "prometheus.io/port": strconv.Itoa(int(port))}
}

// enabled is a switch as charts have it.
type enabled struct {
	Enabled bool `json:"enabled"`
}

// create is a switch as some charts have it.
type create struct {
	Create bool `json:"create"`
}

// chartAccount is a service account as charts have it.
type chartAccount struct {
	Annotations map[string]string `json:"annotations"`
}

// accountOf is the chart's own service account unless the pods get their role by it.
func accountOf(id Identity) *chartAccount {
	if len(id.Account) == 0 {
		return nil
	}
	return &chartAccount{Annotations: id.Account}
}
