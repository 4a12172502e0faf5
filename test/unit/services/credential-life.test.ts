import fc from 'fast-check';
import { expect, it } from 'vitest';
import { agentTokenCreateRequest } from '../../../src/shared/ipc/agent-tokens';
import { createServiceWorld, type ServiceWorld } from '../../support/service-world';

/** One credential that was ever given out, and whether it should open anything now. */
interface Issued {
  readonly owner: string;
  readonly secret: string;
  isCurrent: boolean;
}

interface Model {
  world: ServiceWorld;
  readonly issued: Issued[];
  /** Tokens and workspaces that are there → whether their credential is switched on. */
  readonly owners: Map<string, boolean>;
  readonly workspaceOf: Map<string, string>;
}

const STEPS = ['brand', 'token', 'rotate', 'switch', 'rename', 'delete', 'restart'] as const;
const step = fc.record({ kind: fc.constantFrom(...STEPS), which: fc.nat(100) });

const pick = <T>(values: readonly T[], which: number): T | undefined => values[which % values.length];
const isToken = (model: Model, id: string) => model.workspaceOf.has(id);
let names = 0;

function give(model: Model, owner: string, secret: string): void {
  for (const other of model.issued) if (other.owner === owner) other.isCurrent = false;
  model.issued.push({ owner, secret, isCurrent: true });
}

async function play(model: Model, { kind, which }: { kind: (typeof STEPS)[number]; which: number }) {
  const { workspaces, agentTokens } = model.world.services;
  const owner = pick([...model.owners.keys()], which);
  names += 1;
  if (kind === 'restart') model.world = await model.world.restart();
  if (kind === 'brand') {
    const made = workspaces.create({ name: `brand-${names}` });
    model.owners.set(made.id, true);
    give(model, made.id, made.credential);
  }
  if (kind === 'token') {
    const brands = [...model.owners.keys()].filter((id) => !isToken(model, id));
    const workspace = pick(['personal', ...brands], which) ?? 'personal';
    const made = agentTokens.create(agentTokenCreateRequest.parse({ name: 'x', workspace_id: workspace }));
    model.owners.set(made.id, true);
    model.workspaceOf.set(made.id, workspace);
    give(model, made.id, made.token);
  }
  if (owner !== undefined) change(model, kind, owner);
}

function change(model: Model, kind: (typeof STEPS)[number], owner: string): void {
  const { workspaces, agentTokens } = model.world.services;
  const token = isToken(model, owner);
  if (kind === 'rotate') {
    give(model, owner, token ? agentTokens.rotate(owner).token : workspaces.rotate(owner).credential);
  }
  if (kind === 'switch') {
    const isOn = !model.owners.get(owner);
    model.owners.set(owner, isOn);
    if (token) agentTokens.update(owner, { enabled: isOn });
    else workspaces.update(owner, { credential_enabled: isOn });
  }
  if (kind === 'rename') {
    if (token) agentTokens.update(owner, { name: `tool-${names}` });
    else workspaces.update(owner, { name: `renamed-${names}` });
  }
  if (kind === 'delete') {
    if (token) agentTokens.delete(owner);
    else workspaces.delete(owner, { with_contents: true });
    model.owners.delete(owner);
    for (const [id, workspace] of model.workspaceOf) if (workspace === owner) model.owners.delete(id);
  }
}

it('whatever happens in whatever order, exactly the newest secret of what is there and on opens anything', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 20 }), async (steps) => {
      const model: Model = {
        world: await createServiceWorld(),
        issued: [],
        owners: new Map(),
        workspaceOf: new Map(),
      };
      const admitted: { readonly of: Issued; readonly isValid: () => boolean }[] = [];
      for (const next of steps) {
        await play(model, next);
        if (next.kind === 'restart') admitted.length = 0;
        for (const entry of model.issued) {
          const { credentials } = model.world;
          const check = credentials.check(entry.secret);
          expect(check.ok).toBe(entry.isCurrent && model.owners.get(entry.owner) === true);
          if (!check.ok) continue;
          const { identity } = check;
          admitted.push({ of: entry, isValid: () => credentials.isValid(identity) });
        }
        for (const { of, isValid } of admitted) {
          expect(isValid()).toBe(of.isCurrent && model.owners.get(of.owner) === true);
        }
      }
    }),
    { numRuns: 30 },
  );
}, 60_000);
