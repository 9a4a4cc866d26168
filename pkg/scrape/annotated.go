package scrape

// The annotations by which pods and Services ask to be scraped. They are a custom, and no part of Prometheus.
const (
	scrapeAnnotation = "prometheus.io/scrape"
	portAnnotation   = "prometheus.io/port"
	pathAnnotation   = "prometheus.io/path"
	schemeAnnotation = "prometheus.io/scheme"
)

// Ports of every proxy of the mesh: Envoy's own metrics, and with them those of Istio's agent and of the program that the
// proxy stands before. No proxy captures them, so that they take plain text in a STRICT mesh too.
const (
	envoyPort  = "15090"
	mergedPort = "15020"
)

// proxies is one target for each proxy: the merged page if its pod is annotated with it, which Istio does unless the pod
// refuses it (istio.io/istio pkg/kube/inject/webhook.go, applyPrometheusMerge), and else Envoy's own. The two would count each
// request twice.
func proxies() Job {
	job := Job{
		Path:       "/stats/prometheus",
		Kubernetes: []Discovery{{Role: RolePod}},
		Relabel: []Relabel{
			keep("Running;"+envoyPort, phaseLabel, portLabel),
			replace(addressLabel, "$1:"+mergedPort, mergedPort+";(.+):"+envoyPort, annotation("pod", portAnnotation), addressLabel),
		},
		MetricRelabel: []Relabel{without("istio_agent_go_.+")},
	}
	job.Relabel = append(job.Relabel, ofPod()...)
	return job
}

// annotatedPods are found by annotations. Those with a proxy are left to it, and those that a component offers to that offer.
// Their certificates, where they have some, bear no address that could be verified.
func annotatedPods(others []Target) Job {
	job := byAnnotation("pod", RolePod)
	job.Relabel = append([]Relabel{keep("Running", phaseLabel)}, job.Relabel...)
	job.Relabel = append(job.Relabel, exceptOffered(others, annotation("pod", portAnnotation), "")...)
	job.Relabel = append(job.Relabel, exceptSearched(others, annotation("pod", portAnnotation), RolePod)...)
	job.Relabel = append(job.Relabel,
		replace(addressLabel, "$1:$2", "([^:]+);(.+)", podIPLabel, annotation("pod", portAnnotation)),
		replace(addressLabel, "[$1]:$2", "(.*:.*);(.+)", podIPLabel, annotation("pod", portAnnotation)))
	job.Relabel = append(job.Relabel, ofPod()...)
	return job
}

// annotatedServices are the endpoints of annotated Services, but for pods that are annotated themselves. The Service gives no
// label, so that a pod behind two of them is one target.
func annotatedServices(others []Target) Job {
	job := byAnnotation("service", RoleEndpointSlice)
	job.Relabel = append(job.Relabel, drop("true;[0-9]+", annotation("pod", scrapeAnnotation), annotation("pod", portAnnotation)))
	job.Relabel = append(job.Relabel, exceptOffered(others, annotation("service", portAnnotation), "")...)
	job.Relabel = append(job.Relabel, exceptSearched(others, annotation("service", portAnnotation), RolePod, RoleEndpointSlice)...)
	job.Relabel = append(job.Relabel,
		replace(addressLabel, "$1:$2", "(.+?)(?::[0-9]+)?;([0-9]+)", addressLabel, annotation("service", portAnnotation)))
	job.Relabel = append(job.Relabel, ofPod()...)
	return job
}

// byAnnotation is what the two have in common. They hold what anybody may add to the cluster, hence a limit to the targets.
func byAnnotation(object, role string) Job {
	return Job{
		Limits:     Limits{Targets: mostTargets},
		Client:     Client{TLS: &TLS{InsecureSkipVerify: true}},
		Kubernetes: []Discovery{{Role: role}},
		Relabel: []Relabel{
			keep("true;[0-9]+", annotation(object, scrapeAnnotation), annotation(object, portAnnotation)),
			drop("true", sidecarLabel),
			replace(schemeLabel, "", "(https?)", annotation(object, schemeAnnotation)),
			replace(pathLabel, "", "(.+)", annotation(object, pathAnnotation)),
		},
	}
}
