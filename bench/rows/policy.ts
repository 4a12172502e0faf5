import type { ControlClient } from '../../test/support/control-client.ts';
import { startConfiguredApp } from '../configured-app.ts';
import type { RoundsByTarget, Target } from '../jobs.ts';
import { overRounds, type Rounded, type Spread, spreadOf } from '../statistics.ts';
import { alignColumns, ms } from '../table.ts';
import type { Alone } from './alone.ts';

export const PLAIN = 'a plain token';
export const LIMITED = 'every limit set';

const PROMPT_BYTES = 1000;
const NEVER_REACHED = 1_000_000;
/** Of a token and of its workspace, all of them; none is reached while it is measured. */
const LIMITS = {
  rpm_limit: NEVER_REACHED,
  rpd_limit: NEVER_REACHED,
  tpm_limit: NEVER_REACHED * 1000,
  parallel_limit: 1000,
  budget_usd: NEVER_REACHED,
  budget_action: 'block',
} as const;

export interface PolicyRow {
  readonly targets: readonly { readonly name: string; readonly whole: Spread }[];
  /** What all limits together add to a request, in microseconds; the difference of the medians of each round. */
  readonly addedUs: Rounded;
}

/** One app, one provider, two ways through: what the limits of tokens, workspaces and keys cost a request. */
export async function measurePolicy({ load, providerPort, sizes }: Alone): Promise<PolicyRow> {
  const { app, target } = await startConfiguredApp(providerPort);
  try {
    const limited = await configureLimits(app.control, target, providerPort);
    const targets = [{ ...target, name: PLAIN }, limited];
    const turns = Math.ceil(sizes.warmUp / sizes.latency.block);
    await load.run('latency', { targets, promptBytes: PROMPT_BYTES, ...sizes.latency, rounds: 1, turns });
    return summarisePolicy(
      await load.run('latency', { targets, promptBytes: PROMPT_BYTES, ...sizes.latency }),
    );
  } finally {
    await app.close();
  }
}

async function configureLimits(control: ControlClient, plain: Target, providerPort: number): Promise<Target> {
  await control.call('POST', '/providers', {
    id: 'paid',
    name: 'Paid',
    base_url: `http://127.0.0.1:${providerPort}/v1`,
    models: [{ id: 'bench-model', input_usd_per_million: 3, output_usd_per_million: 15 }],
  });
  await control.call('POST', '/keys', {
    provider_name: 'paid',
    api_key: 'bench-key-0002',
    share_with_pool: true,
    daily_limit: NEVER_REACHED,
    minute_limit: NEVER_REACHED,
    spend_limit_amount: NEVER_REACHED,
  });
  await control.call('PUT', '/aliases/bench%2Fpaid', { slots: [{ provider: 'paid', model: 'bench-model' }] });
  const { id } = await control.call<{ id: string }>('POST', '/workspaces', { name: 'Limited' });
  await control.call('PATCH', `/workspaces/${id}`, { ...LIMITS });
  const { token } = await control.call<{ token: string }>('POST', '/agent-tokens', {
    name: 'limited',
    workspace_id: id,
    allowed_models: ['agent/*', 'spideriq/*', 'paid/*', 'bench/*'],
    expires_at: '2099-01-01T00:00:00Z',
    ...LIMITS,
  });
  return { ...plain, name: LIMITED, token, model: 'bench/paid' };
}

export function summarisePolicy(times: RoundsByTarget): PolicyRow {
  const [plain, limited] = [times[PLAIN] ?? [], times[LIMITED] ?? []];
  const added = limited.map((samples, round) => spreadOf(samples).p50 - spreadOf(plain[round] ?? []).p50);
  return {
    targets: Object.entries(times).map(([name, rounds]) => ({ name, whole: spreadOf(rounds.flat()) })),
    addedUs: overRounds(added.map((each) => each * 1000)),
  };
}

export function describePolicy({ targets, addedUs }: PolicyRow): readonly string[] {
  const rows = targets.map(({ name, whole }) => [name, ms(whole.p50), ms(whole.p99)]);
  const [added, least, most] = [addedUs.median, addedUs.least, addedUs.most].map((us) => us.toFixed(0));
  return [
    ...alignColumns([['', 'p50 ms', 'p99 ms'], ...rows]),
    `all limits together add ${added} µs (rounds ${least} to ${most})`,
  ];
}
