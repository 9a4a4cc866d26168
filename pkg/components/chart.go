package components

// What several charts have in common.

// chartInstance is the label in which charts put the name of their release.
const chartInstance = "app.kubernetes.io/instance"

// webhookCA is the jq path of the CA that whoever serves a webhook writes into its configuration.
const webhookCA = ".webhooks[]?.clientConfig.caBundle"

// withSidecar are labels that give a chart's pods a sidecar in a namespace that is not meshed as a whole.
func withSidecar() map[string]string { return map[string]string{"sidecar.istio.io/inject": "true"} }

// enabled is a switch as charts have it.
type enabled struct {
	Enabled bool `json:"enabled"`
}

// create is a switch as some charts have it.
type create struct {
	Create bool `json:"create"`
}
