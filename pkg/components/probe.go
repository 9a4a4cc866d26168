package components

import (
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// probe asks every ten seconds, and gives up after so many failures in a row.
func (w Workload) probe(path, port string, failures int32) *corev1.Probe {
	if path == "" {
		return nil
	}
	handler := corev1.ProbeHandler{HTTPGet: &corev1.HTTPGetAction{Path: path, Port: intstr.FromString(port)}}
	if w.GRPC {
		handler = corev1.ProbeHandler{GRPC: &corev1.GRPCAction{Port: w.Ports[0].Number, Service: ptr("")}}
	}
	return &corev1.Probe{
		ProbeHandler:     handler,
		PeriodSeconds:    10,
		TimeoutSeconds:   5,
		FailureThreshold: failures,
	}
}
