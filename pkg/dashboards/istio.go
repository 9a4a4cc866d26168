package dashboards

// Requests are counted twice, by the proxy that sends and by the one that receives. Each query reads one of the two, so that
// nothing is shown twice (istio.io/istio manifests/addons/dashboards/lib/queries.libsonnet).
const (
	// bySender also counts what never arrived, and what goes to programs without a proxy.
	bySender = `reporter="source"`
	// byReceiver also counts what comes from senders without a proxy.
	byReceiver = `reporter="destination"`
	// byGateway is what the ingress gateway passed on: what people outside see.
	byGateway = bySender + `, source_workload="istio-ingress"`
)

// istioLinks lead from one dashboard of the mesh to the others.
var istioLinks = []Link{{Title: "Istio", Tag: "istio"}}

// requestRate is requests a second, summed by labels; all in one if there are none.
func requestRate(selector, by string) string {
	return "sum " + grouped(by) + "(rate(istio_requests_total{" + selector + "}[$__rate_interval]))"
}

// failed is the share of requests that ended with a 5xx, or with no answer at all.
func failed(selector, by string) string {
	return "(" + requestRate(selector+`, response_code=~"5..|0"`, by) + " or 0 * " + requestRate(selector, by) + ") / " + requestRate(selector, by)
}

// latency is a quantile of the milliseconds that requests took.
func latency(quantile, selector, by string) string {
	return requestQuantile(quantile, "istio_request_duration_milliseconds_bucket", selector, by)
}

func requestQuantile(quantile, metric, selector, by string) string {
	if by != "" {
		by = ", " + by
	}
	return "histogram_quantile(" + quantile + ", sum by (le" + by + ") (rate(" + metric + "{" + selector + "}[$__rate_interval])))"
}

func grouped(by string) string {
	if by == "" {
		return ""
	}
	return "by (" + by + ") "
}

// percentiles are the three that people ask for.
func percentiles(selector string) PromQL {
	return PromQL{
		{latency("0.5", selector, ""), "median"}, {latency("0.9", selector, ""), "90th percentile"}, {latency("0.99", selector, ""), "99th percentile"},
	}
}

// golden are the four numbers at the head of a dashboard about some requests.
func golden(selector string) []Panel {
	return []Panel{
		{
			Title: "Requests", View: Stat{Sparkline: true}, Width: 6, Unit: Requests,
			Description: "Requests a second.",
			Queries:     PromQL{{requestRate(selector, ""), "requests"}},
		},
		{
			Title: "Failed", View: Stat{Sparkline: true}, Width: 6, Unit: Ratio, Thresholds: WarnFrom(0.001, 0.01),
			Description: "Share of the requests that ended with a 5xx, or without an answer.",
			Queries:     PromQL{{failed(selector, ""), "failed"}},
		},
		{
			Title: "Refused", View: Stat{Sparkline: true}, Width: 6, Unit: Ratio, Thresholds: WarnFrom(0.05, 0.2),
			Description: "Share of the requests that were answered with a 4xx: what the client asked for was wrong, or not allowed.",
			Queries:     PromQL{{`(` + requestRate(selector+`, response_code=~"4.."`, "") + ` or vector(0)) / ` + requestRate(selector, ""), "refused"}},
		},
		{
			Title: "Latency, 99th percentile", View: Stat{Sparkline: true}, Width: 6, Unit: Milliseconds, Thresholds: WarnFrom(500, 1000),
			Description: "The time that all but one of a hundred requests take at most.",
			Queries:     PromQL{{latency("0.99", selector, ""), "99th percentile"}},
		},
	}
}
