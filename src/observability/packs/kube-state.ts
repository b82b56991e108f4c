import { changes, gauge, minus, rate, ratio } from './expression.js';
import { entry, type KeptLabel, type Pack } from './pack.js';

const WORKLOAD: KeptLabel = ['workload', ['deployment', 'statefulset', 'daemonset', 'horizontalpodautoscaler', 'hpa']];
const workload = { each: 'service' as const, keep: [WORKLOAD] };
const pods = { each: 'service' as const };

/** What Kubernetes says of its objects, by kube-state-metrics. */
export const kubeState: Pack = {
  id: 'kube-state',
  title: 'Kubernetes objects (kube-state-metrics)',
  subject: 'container',
  naming: { by: 'container', prefer: ['deployment', 'statefulset', 'daemonset', 'horizontalpodautoscaler', 'hpa'] },
  entries: [
    entry('kube-restarts', 'Restarts of containers', ['1/s', 'event', 'up'], rate('kube_pod_container_status_restarts_total'), {
      critical: 0.000001,
      source: 'KM',
    }),
    entry(
      'kube-oom-killed',
      'Containers last ended for want of memory',
      ['count', 'event', 'up'],
      gauge('kube_pod_container_status_last_terminated_reason', [['reason', '=', 'OOMKilled']]),
      { critical: 1, source: 'APA' },
    ),
    entry('kube-waiting', 'Containers that wait', ['count', 'state', 'up'], gauge('kube_pod_container_status_waiting_reason'), {
      ...pods,
      keep: [['reason', 'reason']],
      warn: 1,
    }),
    entry(
      'kube-not-ready',
      'Pods that are not ready',
      ['count', 'state', 'up'],
      gauge('kube_pod_status_ready', [['condition', '=', 'false']]),
      { ...pods, warn: 1 },
    ),
    entry(
      'kube-pending',
      'Pods that are pending',
      ['count', 'saturation', 'up'],
      gauge('kube_pod_status_phase', [['phase', '=', 'Pending']]),
      { ...pods, warn: 1 },
    ),
    entry(
      'kube-evicted',
      'Pods that were evicted',
      ['count', 'event', 'up'],
      gauge('kube_pod_status_reason', [['reason', '=', 'Evicted']]),
      { ...pods, warn: 1 },
    ),
    entry(
      'kube-replicas-missing',
      'Replicas that are wanted and not available',
      ['count', 'state', 'up'],
      minus(gauge('kube_deployment_spec_replicas'), gauge('kube_deployment_status_replicas_available')),
      { ...workload, warn: 1, source: 'KM' },
    ),
    entry(
      'kube-replicas',
      'Replicas available',
      ['count', 'state', 'either'],
      gauge('kube_deployment_status_replicas_available'),
      workload,
    ),
    entry('kube-rollout', 'Rollout', ['count', 'event', 'either'], changes('kube_deployment_status_observed_generation'), {
      ...workload,
      warn: 1,
    }),
    entry(
      'kube-autoscaler',
      'Replicas, of the autoscaler’s maximum',
      ['ratio', 'saturation', 'up'],
      ratio(gauge('kube_horizontalpodautoscaler_status_current_replicas'), gauge('kube_horizontalpodautoscaler_spec_max_replicas')),
      { ...workload, warn: 1, source: 'APA' },
    ),
    entry(
      'kube-scaling',
      'Scaling',
      ['count', 'event', 'either'],
      changes('kube_horizontalpodautoscaler_status_desired_replicas'),
      workload,
    ),
    entry(
      'kube-node-pressure',
      'Nodes under pressure',
      ['count', 'saturation', 'up'],
      gauge('kube_node_status_condition', [
        ['condition', '=~', 'MemoryPressure|DiskPressure|PIDPressure'],
        ['status', '=', 'true'],
      ]),
      {
        subject: 'host',
        keep: [
          ['node', 'node'],
          ['condition', 'condition'],
        ],
        each: 'service',
        warn: 1,
        source: 'KM',
      },
    ),
  ],
};
