package aws

// DNSFile is the name of the file that makes the records of the public hosts.
const DNSFile = "dns.tf.json"

// DNS is the records of the public hosts, which lead to the load balancer.
type DNS struct {
	Hosts []string
	// LoadBalancer is the name of the one that a controller in the cluster makes; empty if the module itself makes it.
	LoadBalancer string
}

// Module is one record a host. Where a controller makes the load balancer, there is none to lead to before the cluster runs:
// the records then wait for a variable.
func (d DNS) Module() Module {
	module := Module{
		Variable: d.variables(), Locals: map[string]any{"public_hosts": d.Hosts}, Data: Blocks{}, Resource: Blocks{},
	}
	hosts, balancer := "local.public_hosts", "aws_lb.public"
	if d.LoadBalancer != "" {
		hosts, balancer = "var.load_balancer_exists ? local.public_hosts : []", "data.aws_lb.public[0]"
		module.Data.Add("aws_lb", "public", map[string]string{
			"count": "${var.load_balancer_exists ? 1 : 0}", "name": d.LoadBalancer,
		})
	}
	module.Resource.Add("aws_route53_record", "public", record{
		ForEach: "${toset(" + hosts + ")}", Zone: d.zone(), Name: "${each.value}", Type: "A",
		Alias: alias{Name: "${" + balancer + ".dns_name}", Zone: "${" + balancer + ".zone_id}", EvaluateTargetHealth: true},
	})
	return module
}

func (d DNS) variables() map[string]Variable {
	all := map[string]Variable{"hosted_zone_id": {
		Description: "Id of the public Route 53 hosted zone that the host names lie in.", Type: "string",
	}}
	if d.several() {
		all["hosted_zone_ids"] = Variable{
			Description: "Ids of the hosted zones of those host names that lie in another zone than hosted_zone_id, by host name.",
			Type:        "map(string)", Default: map[string]string{},
		}
	}
	if d.LoadBalancer != "" {
		all["load_balancer_exists"] = Variable{
			Description: "Whether the controller in the cluster has made the load balancer: true from the second apply on. The host names lead nowhere before.",
			Type:        "bool", Default: false,
		}
	}
	return all
}

func (d DNS) several() bool { return len(d.Hosts) > 1 }

func (d DNS) zone() string {
	if d.several() {
		return "${lookup(var.hosted_zone_ids, each.value, var.hosted_zone_id)}"
	}
	return "${var.hosted_zone_id}"
}

// Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/route53_record
type record struct {
	ForEach string `json:"for_each"`
	Zone    string `json:"zone_id"`
	Name    string `json:"name"`
	Type    string `json:"type"`
	Alias   alias  `json:"alias"`
}

type alias struct {
	Name                 string `json:"name"`
	Zone                 string `json:"zone_id"`
	EvaluateTargetHealth bool   `json:"evaluate_target_health"`
}
