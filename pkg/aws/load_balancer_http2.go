package aws

import "strconv"

// http2 leads some URLs to the gateway by HTTP/2, which a target group speaks for all of its requests or for none: to the others it
// stays HTTP/1.1, and takes WebSockets. The rules have no priority of their own, because no two of them take the same request. The
// group's name is made up, for a load balancer's longest leaves no room for another.
func (l LoadBalancer) http2(resources Blocks) {
	group := l.targetGroup()
	group.NamePrefix, group.ProtocolVersion = "http2-", "HTTP2"
	resources.Add("aws_lb_target_group", "http2", group)
	resources.Add("aws_autoscaling_attachment", "http2", attachment{
		ForEach: "${var.autoscaling_group_names}", Group: "${each.value}", TargetGroup: http2GroupARN,
	})
	for i, url := range l.HTTP2 {
		resources.Add("aws_lb_listener_rule", "http2_"+strconv.Itoa(i), listenerRule{
			Listener: "${aws_lb_listener.https.arn}",
			Action:   action{Type: "forward", TargetGroup: http2GroupARN},
			Condition: []ruleCondition{
				{HostHeader: &values{[]string{url.Host}}}, {PathPattern: &values{[]string{url.Path + "*"}}},
			},
		})
	}
}

const http2GroupARN = "${aws_lb_target_group.http2.arn}"

type listenerRule struct {
	Listener  string          `json:"listener_arn"`
	Action    action          `json:"action"`
	Condition []ruleCondition `json:"condition"`
}

type ruleCondition struct {
	HostHeader  *values `json:"host_header,omitempty"`
	PathPattern *values `json:"path_pattern,omitempty"`
}

type values struct {
	Values []string `json:"values"`
}
