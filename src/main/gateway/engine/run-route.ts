import { type Lane, mayRace, startLane } from './run-lane';
import {
  createSharedRun,
  type EngineOutcome,
  type EnginePorts,
  type EngineRun,
  type SharedRun,
} from './shared-run';

/**
 * Tries the candidates of a plan, best first, until one answers or nothing is left to try.
 * A JSON answer says nothing until it is whole, so a slow one is not cut off: another lane starts beside it,
 * and the first answer wins.
 */
export function runRoute(run: EngineRun, ports: EnginePorts): Promise<EngineOutcome> {
  const shared = createSharedRun(run);
  const first = startLane(shared, ports);
  if (!mayRace(run)) return first.done;
  return raceLanes(first, shared, ports);
}

function raceLanes(first: Lane, shared: SharedRun, ports: EnginePorts): Promise<EngineOutcome> {
  return new Promise((resolve, reject) => {
    const lanes: Lane[] = [];
    let running = 0;
    let cancel = () => {};
    const add = (lane: Lane) => {
      lanes.push(lane);
      running += 1;
      // Each lane that stays silent for so long gets another one beside it, while there are places to try.
      cancel = ports.clock.after(shared.run.plan.temper.first_token_ms, () => {
        if (running > 0 && !shared.queue.isEmpty()) add(startLane(shared, ports));
      });
      lane.done.then((outcome) => {
        running -= 1;
        const hasAnswered = outcome.kind !== 'failed';
        if (!hasAnswered && running > 0 && !endsRequest(outcome, shared.run)) return;
        cancel();
        for (const other of lanes) if (other !== lane) other.supersede();
        resolve(outcome);
      }, reject);
    };
    add(first);
  });
}

/** The caller's own mistake is the same everywhere. */
function endsRequest(outcome: EngineOutcome, { plan }: EngineRun): boolean {
  if (outcome.kind !== 'failed') return false;
  const { kind } = outcome.failure;
  if (kind === 'content_filter') return !plan.temper.route_around_refusals;
  return kind === 'bad_request' || kind === 'aborted';
}
