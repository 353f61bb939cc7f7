/**
 * A simulation of rollouts in a namespace with quotas, by the rules of Kubernetes' Deployment controller: seconds instead
 * of real time, and every order in which controllers may take the room that a terminating pod leaves.
 *
 * A terminating pod counts until its grace period ends, and the controller does not wait for it. After a refusal, it tries
 * again after twice the time of the last try, so that it notices free room late.
 *
 * @see https://github.com/kubernetes/kubernetes/blob/v1.36.4/pkg/controller/deployment/rolling.go
 * @see https://github.com/kubernetes/client-go/blob/v0.36.4/util/workqueue/default_rate_limiters.go
 */

/** The bounds of the time between two tries. The first ones take milliseconds; they are left out. */
const FIRST_RETRY_SECONDS = 1;
const LAST_RETRY_SECONDS = 1000;

/** A Deployment, as far as a rollout depends on it. */
export interface SimulatedDeployment {
  readonly name: string;
  readonly replicas: number;
  /** The CPU limit of a pod, in thousandths of a core. */
  readonly cpu: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
  readonly graceSeconds: number;
  /** The number of seconds until a new pod is available. */
  readonly startSeconds: number;
  readonly rolls: boolean;
}

/** A quota of CPU limits, in thousandths of a core. */
export interface SimulatedQuota {
  readonly hard: number;
  counts(deployment: SimulatedDeployment): boolean;
}

/** The course of a rollout. */
export interface Course {
  readonly name: string;
  /** Whether it ends. */
  readonly ends: boolean;
  /** The duration in seconds, terminating pods not included. */
  readonly seconds: number;
  /** The longest time without a new pod, an available pod or a stopped pod, in seconds. */
  readonly longestWait: number;
  /** The smallest number of available pods. */
  readonly leastAvailable: number;
}

/** Rolls out the Deployments that roll, until each has ended or none can proceed. */
export function simulateRollouts(
  deployments: readonly SimulatedDeployment[],
  quotas: readonly SimulatedQuota[],
): Course[] {
  const all = deployments.map((deployment) => new Rolling(deployment));
  const fits = ({ deployment }: Rolling) =>
    quotas.every(({ hard, counts }) => {
      const counted = all.filter((other) => counts(other.deployment));
      const used = counted.reduce((sum, other) => sum + other.pods * other.deployment.cpu, 0);
      return !counts(deployment) || used + deployment.cpu <= hard;
    });
  for (let now: number | undefined = 0; now !== undefined; now = nextEvent(all, now)) {
    const time = now;
    for (const rolling of all) rolling.arrive(time);
    while (all.some((rolling) => rolling.proceed(time, () => fits(rolling))));
  }
  return all.filter(({ deployment }) => deployment.rolls).map((rolling) => rolling.course);
}

function nextEvent(all: readonly Rolling[], now: number): number | undefined {
  const later = all.flatMap(({ events }) => events.filter((time) => time > now));
  return later.length === 0 ? undefined : Math.min(...later);
}

class Rolling {
  /** The replicas that the old and the new ReplicaSet want. */
  private old: number;
  private wanted = 0;
  /** The times at which new pods become available, and at which terminating pods end. */
  private started: number[] = [];
  private terminating: number[] = [];
  private now = 0;
  private lastProgress = 0;
  private longestWait = 0;
  private leastAvailable: number;
  private end: number | undefined;
  private retry = { after: FIRST_RETRY_SECONDS, at: 0 };

  constructor(readonly deployment: SimulatedDeployment) {
    this.old = deployment.replicas;
    this.leastAvailable = deployment.replicas;
  }

  /** The pods that a quota counts. */
  get pods(): number {
    return this.old + this.started.length + this.terminating.length;
  }

  get events(): readonly number[] {
    return [...this.started, ...this.terminating, this.retry.at];
  }

  get course(): Course {
    return {
      name: this.deployment.name,
      ends: this.end !== undefined,
      seconds: this.end ?? Number.POSITIVE_INFINITY,
      longestWait: this.longestWait,
      leastAvailable: this.leastAvailable,
    };
  }

  private get ready(): number {
    return this.started.filter((time) => time <= this.now).length;
  }

  arrive(now: number): void {
    this.now = now;
    this.terminating = this.terminating.filter((time) => time > now);
    if (this.end !== undefined || !this.started.includes(now)) return;
    this.retry.at = now;
    this.progress();
  }

  /** Does what the controllers of the Deployment and of its ReplicaSets do next. Returns false if they wait. */
  proceed(now: number, fits: () => boolean): boolean {
    const { replicas, maxSurge, maxUnavailable, graceSeconds, startSeconds, rolls } = this.deployment;
    if (!rolls || this.end !== undefined) return false;
    if (this.old === 0 && this.ready === replicas) {
      this.end = now;
      return true;
    }
    const added = Math.min(replicas - this.wanted, replicas + maxSurge - this.wanted - this.old);
    if (added > 0) {
      this.wanted += added;
      this.retry.at = now;
    }
    const tries = this.started.length < this.wanted && this.retry.at === now;
    const creates = tries && fits();
    if (creates) {
      this.started.push(now + startSeconds);
      this.retry = { after: FIRST_RETRY_SECONDS, at: now };
      this.progress();
    } else if (tries) {
      this.retry = { after: Math.min(2 * this.retry.after, LAST_RETRY_SECONDS), at: now + this.retry.after };
    }
    const surplus = this.old + this.ready - (replicas - maxUnavailable);
    const stops = Math.min(surplus, this.old);
    if (stops > 0) {
      this.old -= stops;
      for (let pod = 0; pod < stops; pod += 1) this.terminating.push(now + graceSeconds);
      this.leastAvailable = Math.min(this.leastAvailable, this.old + this.ready);
      this.progress();
    }
    return added > 0 || creates || stops > 0;
  }

  private progress(): void {
    this.longestWait = Math.max(this.longestWait, this.now - this.lastProgress);
    this.lastProgress = this.now;
  }
}
