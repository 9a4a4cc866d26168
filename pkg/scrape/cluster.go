package scrape

import "fmt"

// serviceAccount is where a pod finds the cluster's CA and its own token.
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount/"

// cluster is a job for what Kubernetes serves by itself.
func cluster(kind string) (Job, error) {
	switch kind {
	case APIServers:
		return apiServers(), nil
	case Nodes:
		return kubelets(), nil
	case Containers:
		return containers(), nil
	}
	return Job{}, fmt.Errorf("there are no metrics of Kubernetes called %q", kind)
}

// dialCluster trusts the cluster's own CA, which on EKS signs the kubelets' certificates too. A server name is for targets
// whose address is not in their certificate.
func dialCluster(serverName string) Client {
	return Client{
		Scheme:        "https",
		TLS:           &TLS{CAFile: serviceAccount + "ca.crt", ServerName: serverName},
		Authorization: &Authorization{CredentialsFile: serviceAccount + "token"},
	}
}

// apiServers dials each API server and not their Service, which would answer for one of them at a time.
func apiServers() Job {
	return Job{
		Client:     dialCluster("kubernetes"),
		Kubernetes: []Discovery{{Role: RoleEndpointSlice, Namespaces: &Namespaces{Names: []string{"default"}}}},
		Relabel: []Relabel{{
			Action: "keep",
			Source: []string{"__meta_kubernetes_service_name", "__meta_kubernetes_endpointslice_port_name"},
			Regex:  "kubernetes;https",
		}},
		MetricRelabel: []Relabel{without("apiserver_(request_body_size_bytes|request_sli_duration_seconds|response_sizes|watch_events_sizes)_bucket" +
			"|etcd_request_duration_seconds_bucket")},
	}
}

func kubelets() Job {
	return Job{
		Client:     dialCluster(""),
		Kubernetes: []Discovery{{Role: RoleNode}},
		Relabel:    []Relabel{copyLabel("__meta_kubernetes_node_name", "node")},
	}
}

// containers is a second page of the kubelets. Their timestamps are not honoured: with them, the series of a container that is
// gone would go on for five minutes.
func containers() Job {
	job, honor := kubelets(), false
	job.Path = "/metrics/cadvisor"
	job.HonorTimestamps = &honor
	job.MetricRelabel = []Relabel{without("container_(blkio_device_usage|cpu_load_average_10s|memory_failures|network_tcp_usage|network_udp_usage|tasks_state)(_total)?")}
	return job
}

// without drops metrics that are many and that nobody asks for.
func without(metrics string) Relabel {
	return Relabel{Action: "drop", Source: []string{"__name__"}, Regex: metrics}
}
