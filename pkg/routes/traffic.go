package routes

import (
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"
	"google.golang.org/protobuf/types/known/wrapperspb"
	networking "istio.io/api/networking/v1"

	"github.com/example-org/platform-render/pkg/platform"
)

// treat adds to a rule what the route's traffic asks for.
func (r Route) treat(rule *networking.HTTPRoute) {
	t := r.Traffic
	if t == nil {
		return
	}
	if t.Timeout != "" {
		rule.Timeout = duration(t.Timeout)
	}
	rule.Retries = retries(t.Retries)
	rule.CorsPolicy = cors(t.CORS)
	rule.Headers = headers(t.Headers)
	rule.Fault = fault(t.Fault)
	if t.Mirror != nil && r.Mirror != nil {
		rule.Mirrors = append(rule.Mirrors, mirror(r.Mirror.copied(), t.Mirror.Percent))
	}
}

// copied is where copies of requests go: the version of the backend that answers most people.
func (b Backend) copied() *networking.Destination {
	shares := b.destinations()
	if len(shares) > 1 && b.Canary.Weight > 50 {
		return shares[1].Destination
	}
	return shares[0].Destination
}

func retries(r *platform.Retries) *networking.HTTPRetry {
	switch {
	case r == nil:
		return nil
	case r.Attempts == 0:
		return &networking.HTTPRetry{} // Istio reads it as "never", and refuses conditions beside it
	}
	retry := &networking.HTTPRetry{Attempts: r.Attempts, RetryOn: strings.Join(r.Conditions, ",")}
	if r.PerTryTimeout != "" {
		retry.PerTryTimeout = duration(r.PerTryTimeout)
	}
	return retry
}

// cors lets "*" stand as it is: Envoy takes it for every origin (source/extensions/filters/http/cors/cors_filter.cc).
func cors(c *platform.CORS) *networking.CorsPolicy {
	if c == nil {
		return nil
	}
	policy := &networking.CorsPolicy{
		AllowMethods: c.Methods, AllowHeaders: c.Headers, ExposeHeaders: c.ExposeHeaders,
		MaxAge: duration(c.MaxAge), AllowCredentials: wrapperspb.Bool(c.Credentials),
	}
	for _, origin := range c.Origins {
		policy.AllowOrigins = append(policy.AllowOrigins, equal(origin))
	}
	return policy
}

func headers(h *platform.Headers) *networking.Headers {
	if h == nil {
		return nil
	}
	return &networking.Headers{Request: changes(h.Request), Response: changes(h.Response)}
}

func changes(h *platform.HeaderChanges) *networking.Headers_HeaderOperations {
	if h == nil {
		return nil
	}
	return &networking.Headers_HeaderOperations{Set: h.Set, Add: h.Add, Remove: h.Remove}
}

func fault(f *platform.Fault) *networking.HTTPFaultInjection {
	if f == nil {
		return nil
	}
	injected := &networking.HTTPFaultInjection{}
	if f.Delay != nil {
		injected.Delay = &networking.HTTPFaultInjection_Delay{
			HttpDelayType: &networking.HTTPFaultInjection_Delay_FixedDelay{FixedDelay: duration(f.Delay.Fixed)},
			Percentage:    percent(f.Delay.Percent),
		}
	}
	if f.Abort != nil {
		injected.Abort = &networking.HTTPFaultInjection_Abort{
			ErrorType:  &networking.HTTPFaultInjection_Abort_HttpStatus{HttpStatus: f.Abort.Status},
			Percentage: percent(f.Abort.Percent),
		}
	}
	return injected
}

func mirror(to *networking.Destination, of int32) *networking.HTTPMirrorPolicy {
	return &networking.HTTPMirrorPolicy{Destination: to, Percentage: percent(of)}
}

func percent(of int32) *networking.Percent { return &networking.Percent{Value: float64(of)} }

func count(n int32) *wrapperspb.UInt32Value { return wrapperspb.UInt32(uint32(n)) }

// duration reads a time that platform.Load has checked; none is 0.
func duration(text string) *durationpb.Duration {
	d, _ := time.ParseDuration(text)
	return durationpb.New(d)
}
