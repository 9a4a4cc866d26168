package aws

// block is what a resource or data source takes and gives. Arguments end with ! where they are required, and with {} where they are
// blocks of their own; what they give besides their arguments stands under gives.
type block struct {
	takes, gives []string
}

const registry = "https://registry.terraform.io/providers/hashicorp/aws/latest/docs/"

// resources are those that the module may make, as the pages resources/<name without aws_> of the provider's documentation
// (registry, above) say; only what a module of ours could want of them.
var resources = map[string]block{
	"aws_autoscaling_attachment": {takes: []string{"autoscaling_group_name!", "elb", "lb_target_group_arn"}},
	"aws_eks_pod_identity_association": {
		takes: []string{"cluster_name!", "namespace!", "role_arn!", "service_account!", "disable_session_tags", "tags", "target_role_arn"},
		gives: []string{"association_arn", "association_id", "external_id"},
	},
	"aws_iam_policy": {
		takes: []string{"description", "name", "name_prefix", "path", "policy!", "tags"}, gives: []string{"arn", "id", "policy_id"},
	},
	"aws_iam_role": {
		takes: []string{
			"assume_role_policy!", "description", "force_detach_policies", "max_session_duration", "name", "name_prefix", "path",
			"permissions_boundary", "tags",
		},
		gives: []string{"arn", "create_date", "id", "unique_id"},
	},
	"aws_iam_role_policy_attachment": {takes: []string{"role!", "policy_arn!"}},
	"aws_lb": {
		takes: []string{
			"client_keep_alive", "desync_mitigation_mode", "drop_invalid_header_fields", "enable_deletion_protection", "enable_http2",
			"idle_timeout", "internal", "ip_address_type", "load_balancer_type", "name", "security_groups", "subnets", "tags",
			"access_logs{}", "connection_logs{}", "subnet_mapping{}",
		},
		gives: []string{"arn", "arn_suffix", "dns_name", "zone_id", "id", "vpc_id"},
	},
	"aws_lb_listener": {
		takes: []string{
			"load_balancer_arn!", "alpn_policy", "certificate_arn", "port", "protocol", "ssl_policy", "tags", "default_action{}!",
			"default_action.type!", "default_action.target_group_arn", "default_action.order", "default_action.redirect{}",
			"default_action.redirect.status_code!", "default_action.redirect.host", "default_action.redirect.path",
			"default_action.redirect.port", "default_action.redirect.protocol", "default_action.redirect.query",
		},
		gives: []string{"arn", "id"},
	},
	"aws_lb_target_group": {
		takes: []string{
			"connection_termination", "deregistration_delay", "load_balancing_algorithm_type", "name", "name_prefix", "port", "protocol",
			"protocol_version", "slow_start", "tags", "target_type", "vpc_id", "stickiness{}", "health_check{}",
			"health_check.enabled", "health_check.healthy_threshold", "health_check.interval", "health_check.matcher",
			"health_check.path", "health_check.port", "health_check.protocol", "health_check.timeout",
			"health_check.unhealthy_threshold",
		},
		gives: []string{"arn", "arn_suffix", "id"},
	},
	"aws_route53_record": {
		takes: []string{
			"zone_id!", "name!", "type!", "ttl", "records", "set_identifier", "allow_overwrite", "alias{}", "alias.name!",
			"alias.zone_id!", "alias.evaluate_target_health!",
		},
		gives: []string{"fqdn"},
	},
	"aws_security_group": {
		takes: []string{"description", "name", "name_prefix", "revoke_rules_on_delete", "tags", "vpc_id"},
		gives: []string{"arn", "id", "owner_id"},
	},
	"aws_vpc_security_group_egress_rule":  securityGroupRule,
	"aws_vpc_security_group_ingress_rule": securityGroupRule,
}

var securityGroupRule = block{
	takes: []string{
		"security_group_id!", "ip_protocol!", "cidr_ipv4", "cidr_ipv6", "description", "from_port", "prefix_list_id",
		"referenced_security_group_id", "tags", "to_port",
	},
	gives: []string{"arn", "security_group_rule_id"},
}

// sources are data sources, as the pages data-sources/<name without aws_> say.
var sources = map[string]block{
	"aws_eks_cluster":                 {takes: []string{"name!"}, gives: []string{"arn", "endpoint", "identity", "vpc_config", "version"}},
	"aws_iam_openid_connect_provider": {takes: []string{"arn", "url"}, gives: []string{"client_id_list", "thumbprint_list"}},
	"aws_iam_policy_document": {
		takes: []string{
			"statement{}", "statement.sid", "statement.effect", "statement.actions", "statement.resources", "statement.principals{}",
			"statement.principals.type!", "statement.principals.identifiers!", "statement.condition{}", "statement.condition.test!",
			"statement.condition.variable!", "statement.condition.values!",
		},
		gives: []string{"json", "minified_json"},
	},
	"aws_lb": {takes: []string{"arn", "name", "tags"}, gives: []string{"dns_name", "zone_id", "arn_suffix"}},
}

// meta are Terraform's own arguments of every block: https://developer.hashicorp.com/terraform/language/meta-arguments.
var meta = []string{
	"count", "depends_on", "for_each", "provider", "lifecycle{}", "lifecycle.create_before_destroy", "lifecycle.prevent_destroy",
	"lifecycle.ignore_changes",
}

// functions are Terraform's that a module of ours could want: https://developer.hashicorp.com/terraform/language/functions.
var functions = []string{"file", "jsondecode", "jsonencode", "length", "lookup", "replace", "toset"}

// topLevel are the blocks that a file may have, and how many labels each has:
// https://developer.hashicorp.com/terraform/language/syntax/json.
var topLevel = map[string]int{"data": 2, "locals": 0, "output": 1, "provider": 1, "resource": 2, "terraform": 0, "variable": 1}

// variableTakes and outputTakes: https://developer.hashicorp.com/terraform/language/block/variable and .../output.
var (
	variableTakes = []string{"default", "description!", "nullable", "sensitive", "type!", "validation{}", "validation.condition!", "validation.error_message!"}
	outputTakes   = []string{"description!", "sensitive", "value!"}
)
