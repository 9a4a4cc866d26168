package components

// What several charts have in common.

// webhookCA is the jq path of the CA that whoever serves a webhook writes into its configuration.
const webhookCA = ".webhooks[]?.clientConfig.caBundle"

// enabled is a switch as charts have it.
type enabled struct {
	Enabled bool `json:"enabled"`
}
