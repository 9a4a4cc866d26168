package components

import "github.com/example-org/platform-render/pkg/aws"

func (b balancerController) roles() []Role {
	return []Role{{
		ARN: roleARN(b.env, balancerControllerName), ServiceAccount: balancerControllerName,
		Why: "make the load balancer " + b.env.Ingress.LoadBalancer.Name, Grants: b.grants,
	}}
}

// balancerTag is what the controller tags everything with that it makes: the name of the cluster.
const balancerTag = "elbv2.k8s.aws/cluster"

// grants are AWS' published policy for the controller [aws-load-balancer-controller v3.5.0, docs/install/iam_policy.json] without
// what its values turn off, narrowed to the one load balancer that the platform asks for, to what bears the cluster's tag, and to
// the cluster's VPC.
func (b balancerController) grants(*Rendered) []aws.Grant {
	return append(append(b.reading(), b.securityGroups()...), b.balancing()...)
}

// reading takes no resource: AWS supports none for what describes.
// Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html and
// https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
func (b balancerController) reading() []aws.Grant {
	return []aws.Grant{
		{Sid: "Describe", Resources: []string{"*"}, Actions: []string{
			"ec2:DescribeAvailabilityZones", "ec2:DescribeInstances", "ec2:DescribeNetworkInterfaces", "ec2:DescribeRouteTables",
			"ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs",
			"elasticloadbalancing:DescribeListenerAttributes", "elasticloadbalancing:DescribeListenerCertificates",
			"elasticloadbalancing:DescribeListeners", "elasticloadbalancing:DescribeLoadBalancerAttributes",
			"elasticloadbalancing:DescribeLoadBalancers", "elasticloadbalancing:DescribeRules", "elasticloadbalancing:DescribeTags",
			"elasticloadbalancing:DescribeTargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroups",
			"elasticloadbalancing:DescribeTargetHealth",
		}},
		{
			Sid: "FirstLoadBalancerOfTheAccount", Actions: []string{"iam:CreateServiceLinkedRole"},
			Resources: []string{"arn:" + b.env.AWS.Partition() + ":iam::" + b.env.AWS.AccountID +
				":role/aws-service-role/elasticloadbalancing.amazonaws.com/AWSServiceRoleForElasticLoadBalancing"},
			Conditions: aws.Conditions{"StringEquals": {"iam:AWSServiceName": {"elasticloadbalancing.amazonaws.com"}}},
		},
	}
}

// securityGroups are the load balancer's own, and rules in those of the cluster's nodes, which bear the tag that EKS gives them.
func (b balancerController) securityGroups() []aws.Grant {
	groups := []string{b.arn("ec2", "security-group/*")}
	rules := []string{"ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"}
	creating := b.requested()
	creating["StringEquals"]["ec2:CreateAction"] = []string{"CreateSecurityGroup"}
	return []aws.Grant{
		{Sid: "MakeGroupsInVPC", Actions: []string{"ec2:CreateSecurityGroup"}, Resources: []string{b.arn("ec2", "vpc/"+b.env.AWS.VPCID)}},
		{Sid: "MakeGroups", Actions: []string{"ec2:CreateSecurityGroup"}, Resources: groups, Conditions: b.requested()},
		{Sid: "TagNewGroups", Actions: []string{"ec2:CreateTags"}, Resources: groups, Conditions: creating},
		{Sid: "TagGroups", Actions: []string{"ec2:CreateTags", "ec2:DeleteTags"}, Resources: groups, Conditions: b.retagged()},
		{Sid: "ChangeGroups", Actions: append(rules, "ec2:DeleteSecurityGroup"), Resources: groups, Conditions: b.tagged()},
		{Sid: "OpenNodes", Actions: rules, Resources: groups, Conditions: aws.Conditions{
			"StringEquals": {"aws:ResourceTag/kubernetes.io/cluster/" + b.env.AWS.ClusterName: {"owned"}},
		}},
	}
}

// balancing is the load balancer with its listeners, which go by its name, and target groups, whose names begin with k8s-
// [pkg/ingress/model_build_target_group.go buildTargetGroupName].
func (b balancerController) balancing() []aws.Grant {
	name := "app/" + b.env.Ingress.LoadBalancer.Name + "/*"
	balancer := []string{b.arn(elb, "loadbalancer/"+name)}
	targets := []string{b.arn(elb, "targetgroup/k8s-*/*")}
	listeners, rules := []string{b.arn(elb, "listener/"+name)}, []string{b.arn(elb, "listener-rule/"+name)}
	both, parts := append(balancer, targets...), append(listeners, rules...)
	creating := b.requested()
	creating["StringEquals"][elb+":CreateAction"] = []string{"CreateLoadBalancer", "CreateTargetGroup"}
	return []aws.Grant{
		{Sid: "MakeLoadBalancer", Actions: elbActions("CreateLoadBalancer"), Resources: balancer, Conditions: b.requested()},
		{Sid: "MakeTargetGroups", Actions: elbActions("CreateTargetGroup"), Resources: targets, Conditions: b.requested()},
		{Sid: "TagNew", Actions: elbActions("AddTags"), Resources: both, Conditions: creating},
		{Sid: "Tag", Actions: elbActions("AddTags", "RemoveTags"), Resources: both, Conditions: b.retagged()},
		{Sid: "TagListeners", Actions: elbActions("AddTags", "RemoveTags"), Resources: parts},
		{
			Sid: "ChangeLoadBalancer", Resources: balancer, Conditions: b.tagged(),
			Actions: elbActions("DeleteLoadBalancer", "ModifyLoadBalancerAttributes", "SetIpAddressType", "SetSecurityGroups", "SetSubnets"),
		},
		{
			Sid: "ChangeTargetGroups", Resources: targets, Conditions: b.tagged(),
			Actions: elbActions("DeleteTargetGroup", "DeregisterTargets", "ModifyTargetGroup", "ModifyTargetGroupAttributes", "RegisterTargets"),
		},
		{Sid: "MakeListeners", Actions: elbActions("CreateListener"), Resources: balancer},
		{
			Sid: "ChangeListeners", Resources: listeners,
			Actions: elbActions("AddListenerCertificates", "CreateRule", "DeleteListener", "ModifyListener", "ModifyListenerAttributes", "RemoveListenerCertificates"),
		},
		{Sid: "ChangeRules", Actions: elbActions("DeleteRule", "ModifyRule", "SetRulePriorities"), Resources: rules},
	}
}

// elb is Elastic Load Balancing, in actions and in ARNs.
const elb = "elasticloadbalancing"

func elbActions(names ...string) []string {
	for i := range names {
		names[i] = elb + ":" + names[i]
	}
	return names
}

// requested is a request that makes something with the cluster's tag, tagged what bears it already, and retagged what bears it and
// shall go on to.
func (b balancerController) requested() aws.Conditions {
	return aws.Conditions{"StringEquals": {"aws:RequestTag/" + balancerTag: {b.env.AWS.ClusterName}}}
}

func (b balancerController) tagged() aws.Conditions {
	return aws.Conditions{"StringEquals": {"aws:ResourceTag/" + balancerTag: {b.env.AWS.ClusterName}}}
}

func (b balancerController) retagged() aws.Conditions {
	conditions := b.tagged()
	conditions["Null"] = map[string][]string{"aws:RequestTag/" + balancerTag: {"true"}}
	return conditions
}

func (b balancerController) arn(service, resource string) string {
	return regional(b.env, service, b.env.AWS.Region, resource)
}
