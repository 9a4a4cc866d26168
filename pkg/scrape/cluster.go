package scrape

import "fmt"

// serviceAccount is where a pod finds the cluster's CA and its own token.
const serviceAccount = "/var/run/secrets/kubernetes.io/serviceaccount/"

// cluster is a job for what Kubernetes and the mesh serve by themselves, and for what asks to be scraped but is no part of the
// platform.
func cluster(kind string, all []Target) (Job, error) {
	switch kind {
	case APIServers:
		return apiServers(), nil
	case Nodes:
		return kubelets(), nil
	case Containers:
		return containers(), nil
	case Proxies:
		return proxies(), nil
	case AnnotatedPods:
		return annotatedPods(all), nil
	case AnnotatedServices:
		return annotatedServices(all), nil
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
		Relabel:    []Relabel{keep("kubernetes;https", serviceLabel, slicePortName)},
		MetricRelabel: []Relabel{
			without("apiserver_(request_body_size_bytes|request_sli_duration_seconds|response_sizes|watch_events_sizes|watch_list_duration_seconds)_bucket" +
				"|(apiserver_admission_step_admission|etcd_request)_.+_bucket"),
			drop("apiserver_request_duration_seconds_bucket;"+finerThanNeeded, "__name__", "le"),
		},
	}
}

// finerThanNeeded are the bounds between those that answer what people ask: how many requests took longer than 100 ms, 400 ms, one
// second, four seconds, and so on. They are a third of the API servers' largest histogram
// (staging/src/k8s.io/apiserver/pkg/endpoints/metrics/metrics.go, apiserver_request_duration_seconds).
const finerThanNeeded = `(0\.(6|8)|1\.(25|5)|(3|6|8|15)(\.0)?)`

func kubelets() Job {
	return Job{
		Client:        dialCluster(""),
		Kubernetes:    []Discovery{{Role: RoleNode}},
		Relabel:       []Relabel{copyLabel(nodeLabel, "node")},
		MetricRelabel: []Relabel{without("(kubelet_http_requests_duration_seconds|rest_client_.+|storage_operation_duration_seconds|workqueue_.+)_bucket")},
	}
}

// containers is a second page of the kubelets. Their timestamps are not honoured: with them, the series of a container that is
// gone would go on for five minutes. Of the slices of the node that are no pods, only what they use is kept.
func containers() Job {
	job, honor := kubelets(), false
	job.Path = "/metrics/cadvisor"
	job.HonorTimestamps = &honor
	job.MetricRelabel = []Relabel{
		without("container_(blkio_device_usage|cpu_load_(d_)?average_10s|memory_failures|tasks_state)(_total)?"),
		drop("container_(file_descriptors|last_seen|sockets|spec_.+|start_time_seconds|threads(_max)?|ulimits_soft);", "__name__", "pod"),
	}
	return job
}

// without drops metrics that are many and that nobody asks for.
func without(metrics string) Relabel {
	return drop(metrics, "__name__")
}
