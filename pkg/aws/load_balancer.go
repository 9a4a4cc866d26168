package aws

import "strconv"

// The load balancer's own ports.
const (
	PortHTTPS = 443
	PortHTTP  = 80
)

// The health check, which the gateway's proxy answers in plain HTTP once it can serve.
const (
	HealthPath     = "/healthz/ready"
	HealthCodes    = "200"
	HealthInterval = 15
	HealthTimeout  = 5
	HealthyAfter   = 2
	UnhealthyAfter = 2
)

// LoadBalancerFile is the name of the file that makes the load balancer.
const LoadBalancerFile = "load-balancer.tf.json"

// LoadBalancer is an Application Load Balancer in front of a gateway on node ports.
type LoadBalancer struct {
	// Name is the load balancer's; what belongs to it is called after it.
	Name string
	// CertificateARN is the clients' certificate; SSLPolicy the versions and ciphers that clients may use.
	CertificateARN, SSLPolicy string
	// TargetPort takes HTTPS on every node, and StatusPort answers the health check.
	TargetPort, StatusPort int32
	// Clients are the networks that may connect, in CIDR notation.
	Clients []string
	// IdleTimeout is how many seconds it waits for data; 0 for AWS' default of 60.
	IdleTimeout int
	// HTTP2 are the URLs whose requests must reach the gateway by HTTP/2: those of gRPC.
	HTTP2 []URL
}

// URL is a host and a path that stands for all under it.
type URL struct {
	Host, Path string
}

// SSLPolicy is AWS' policy for clients of at least a version of TLS, as Istio spells it. Each has TLS 1.3: only then does the load
// balancer offer 1.3 to its targets as well.
// Source: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/describe-ssl-policies.html
func SSLPolicy(minTLSVersion string) string {
	if minTLSVersion == "TLSV1_3" {
		return "ELBSecurityPolicy-TLS13-1-3-2021-06"
	}
	return "ELBSecurityPolicy-TLS13-1-2-2021-06"
}

// Module is the load balancer, its listeners, its targets and the rules that let exactly these ports through.
func (l LoadBalancer) Module() Module {
	resources := Blocks{}
	l.balancer(resources)
	l.firewall(resources)
	return Module{Variable: l.variables(), Resource: resources, Output: map[string]Output{
		"load_balancer_dns_name": {Description: "The load balancer's own host name.", Value: "${aws_lb.public.dns_name}"},
	}}
}

func (l LoadBalancer) variables() map[string]Variable {
	return map[string]Variable{
		"public_subnet_ids": {
			Description: "Ids of the public subnets that the load balancer stands in: one in each of at least two availability zones, in the cluster's VPC.",
			Type:        "list(string)",
			Validation: &Validation{
				Condition:    "${length(var.public_subnet_ids) >= 2}",
				ErrorMessage: "An Application Load Balancer needs subnets in at least two availability zones.",
			},
		},
		"node_security_group_id": {
			Description: "Id of the security group of the cluster's nodes: it lets the load balancer in.",
			Type:        "string",
		},
		"autoscaling_group_names": {
			Description: "Names of the Auto Scaling groups of the cluster's nodes: each node becomes a target.",
			Type:        "set(string)",
			Validation: &Validation{
				Condition:    "${length(var.autoscaling_group_names) >= 1}",
				ErrorMessage: "Without nodes the load balancer has no healthy target.",
			},
		},
	}
}

// balancer is the load balancer itself. A target group cannot change its port: a new one is made first, under a name of its own,
// because the listener holds on to the old one.
func (l LoadBalancer) balancer(resources Blocks) {
	resources.Add("aws_lb", "public", lb{
		Name: l.Name, Type: "application", Subnets: "${var.public_subnet_ids}",
		SecurityGroups: []string{securityGroupID}, DropInvalidHeaderFields: true, IdleTimeout: l.IdleTimeout,
	})
	group := l.targetGroup()
	group.Name = l.Name + "-" + itoa(l.TargetPort)
	resources.Add("aws_lb_target_group", "gateway", group)
	resources.Add("aws_lb_listener", "https", listener{
		LoadBalancer: "${aws_lb.public.arn}", Port: PortHTTPS, Protocol: "HTTPS",
		SSLPolicy: l.SSLPolicy, Certificate: l.CertificateARN,
		DefaultAction: action{Type: "forward", TargetGroup: targetGroupARN},
	})
	resources.Add("aws_lb_listener", "http", listener{
		LoadBalancer: "${aws_lb.public.arn}", Port: PortHTTP, Protocol: "HTTP",
		DefaultAction: action{Type: "redirect", Redirect: &redirect{
			Port: strconv.Itoa(PortHTTPS), Protocol: "HTTPS", StatusCode: "HTTP_301",
		}},
	})
	resources.Add("aws_autoscaling_attachment", "gateway", attachment{
		ForEach: "${var.autoscaling_group_names}", Group: "${each.value}", TargetGroup: targetGroupARN,
	})
	if len(l.HTTP2) > 0 {
		l.http2(resources)
	}
}

// targetGroup is the gateway on the nodes' ports.
func (l LoadBalancer) targetGroup() targetGroup {
	return targetGroup{
		TargetType: "instance", VPC: clusterVPC, Port: l.TargetPort, Protocol: "HTTPS",
		HealthCheck: healthCheck{
			Protocol: "HTTP", Port: itoa(l.StatusPort), Path: HealthPath, Matcher: HealthCodes,
			Interval: HealthInterval, Timeout: HealthTimeout, HealthyThreshold: HealthyAfter, UnhealthyThreshold: UnhealthyAfter,
		},
		Lifecycle: lifecycle{CreateBeforeDestroy: true},
	}
}

// firewall lets clients reach the listeners, and the load balancer the node ports; nothing else goes either way.
func (l LoadBalancer) firewall(resources Blocks) {
	resources.Add("aws_security_group", "load_balancer", securityGroup{
		Name: l.Name, Description: "The load balancer " + l.Name, VPC: clusterVPC,
	})
	for i, network := range l.Clients {
		for name, port := range map[string]int32{"http": PortHTTP, "https": PortHTTPS} {
			rule := allow(securityGroupID, port, "Clients, "+name)
			rule.CIDR = network
			resources.Add(ingressRule, name+"_"+strconv.Itoa(i), rule)
		}
	}
	for name, port := range map[string]int32{"traffic": l.TargetPort, "health": l.StatusPort} {
		out := allow(securityGroupID, port, "The gateway on the nodes, "+name)
		out.SecurityGroup = nodesGroupID
		resources.Add("aws_vpc_security_group_egress_rule", name, out)
		in := allow(nodesGroupID, port, "The load balancer "+l.Name+", "+name)
		in.SecurityGroup = securityGroupID
		resources.Add(ingressRule, "nodes_"+name, in)
	}
}

const (
	ingressRule     = "aws_vpc_security_group_ingress_rule"
	securityGroupID = "${aws_security_group.load_balancer.id}"
	nodesGroupID    = "${var.node_security_group_id}"
	targetGroupARN  = "${aws_lb_target_group.gateway.arn}"
)

func allow(group string, port int32, why string) rule {
	return rule{Group: group, Protocol: "tcp", From: port, To: port, Description: why}
}

func itoa(port int32) string { return strconv.Itoa(int(port)) }

// The arguments of these resources: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/lb and its neighbours.

type lb struct {
	Name                    string   `json:"name"`
	Type                    string   `json:"load_balancer_type"`
	Internal                bool     `json:"internal"`
	Subnets                 string   `json:"subnets"`
	SecurityGroups          []string `json:"security_groups"`
	DropInvalidHeaderFields bool     `json:"drop_invalid_header_fields"`
	IdleTimeout             int      `json:"idle_timeout,omitempty"`
}

type targetGroup struct {
	Name            string      `json:"name,omitempty"`
	NamePrefix      string      `json:"name_prefix,omitempty"`
	TargetType      string      `json:"target_type"`
	VPC             string      `json:"vpc_id"`
	Port            int32       `json:"port"`
	Protocol        string      `json:"protocol"`
	ProtocolVersion string      `json:"protocol_version,omitempty"`
	HealthCheck     healthCheck `json:"health_check"`
	Lifecycle       lifecycle   `json:"lifecycle"`
}

type healthCheck struct {
	Protocol           string `json:"protocol"`
	Port               string `json:"port"`
	Path               string `json:"path"`
	Matcher            string `json:"matcher"`
	Interval           int    `json:"interval"`
	Timeout            int    `json:"timeout"`
	HealthyThreshold   int    `json:"healthy_threshold"`
	UnhealthyThreshold int    `json:"unhealthy_threshold"`
}

type lifecycle struct {
	CreateBeforeDestroy bool `json:"create_before_destroy"`
}

type listener struct {
	LoadBalancer  string `json:"load_balancer_arn"`
	Port          int32  `json:"port"`
	Protocol      string `json:"protocol"`
	SSLPolicy     string `json:"ssl_policy,omitempty"`
	Certificate   string `json:"certificate_arn,omitempty"`
	DefaultAction action `json:"default_action"`
}

type action struct {
	Type        string    `json:"type"`
	TargetGroup string    `json:"target_group_arn,omitempty"`
	Redirect    *redirect `json:"redirect,omitempty"`
}

type redirect struct {
	Port       string `json:"port"`
	Protocol   string `json:"protocol"`
	StatusCode string `json:"status_code"`
}

type attachment struct {
	ForEach     string `json:"for_each"`
	Group       string `json:"autoscaling_group_name"`
	TargetGroup string `json:"lb_target_group_arn"`
}

type securityGroup struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	VPC         string `json:"vpc_id"`
}

type rule struct {
	Group         string `json:"security_group_id"`
	Description   string `json:"description"`
	Protocol      string `json:"ip_protocol"`
	From          int32  `json:"from_port"`
	To            int32  `json:"to_port"`
	CIDR          string `json:"cidr_ipv4,omitempty"`
	SecurityGroup string `json:"referenced_security_group_id,omitempty"`
}
