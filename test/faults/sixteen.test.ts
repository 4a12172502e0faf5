import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { embeddedAliases } from '../../src/main/catalog/aliases';
import { DEFAULT_SETTINGS } from '../../src/shared/domain/settings';
import { openWorld, type World } from '../support/world';
import { FaultTable, findFlaws, MODES, runFault, SIXTEEN, STALL_MS } from './sixteen-faults';

const table = new FaultTable();
let world: World;

beforeAll(async () => {
  world = await openWorld();
  await world.core.control.call('PATCH', '/settings', { stall_ms: STALL_MS });
});
afterAll(async () => {
  await world.close();
  process.stdout.write(`${table}\n`);
});

/** The public list of 16 provider faults: with `complete` all are survived, with `live` nothing cut looks whole. */
describe.concurrent.each(MODES)('sixteen faults, %s', (mode) => {
  it.each(SIXTEEN)('$name', async (fault) => {
    const verdict = await runFault(world, fault, mode);
    table.note(fault, mode, verdict);
    expect(findFlaws(fault, mode, verdict)).toEqual([]);
  });
});

describe('the limits the faults above are scaled from', () => {
  it('answer a slow first token within 15 s, and notice a stall of 30 s', () => {
    expect(embeddedAliases.every(({ first_token_ms }) => first_token_ms <= 12_000)).toBe(true);
    expect(DEFAULT_SETTINGS).toMatchObject({ stall_ms: 15_000, first_token_budget_ms: 45_000 });
  });
});
