import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createServiceWorld, type ServiceWorld } from '../../../support/service-world';
import { makeFolder } from '../../storage/storage-fixtures';

const FILE = 'token.key';
const voidOf = (world: ServiceWorld) => world.services.status.get().counts.void_tokens;
const create = (world: ServiceWorld, name: string) =>
  world.services.agentTokens.create({ name, allowed_models: [], scopes: ['gate:chat'] });

it('nothing is void at the first start, nor after a restart', async () => {
  const world = await createServiceWorld();
  expect(voidOf(world)).toBe(0);
  create(world, 'ci');
  expect(voidOf(await world.restart())).toBe(0);
});

it('tokens whose key file was lost are counted until they are rotated or deleted', async () => {
  const directory = makeFolder();
  const world = await createServiceWorld({ directory });
  const tokens = ['one', 'two', 'three'].map((name) => create(world, name));
  rmSync(join(directory, FILE));
  const again = await world.restart();
  expect(voidOf(again)).toBe(3);
  expect(again.credentials.check(tokens[0]?.token ?? '').ok).toBe(false);
  const fresh = again.services.agentTokens.rotate(tokens[0]?.id ?? '');
  create(again, 'four');
  expect(again.credentials.check(fresh.token).ok).toBe(true);
  expect(voidOf(again)).toBe(2);
  const third = await again.restart();
  expect(voidOf(third)).toBe(2);
  third.services.agentTokens.delete(tokens[1]?.id ?? '');
  expect(voidOf(third)).toBe(1);
});

it('they are valid again once the file is put back, and those made meanwhile are void then', async () => {
  const directory = makeFolder();
  const world = await createServiceWorld({ directory });
  const old = create(world, 'old');
  renameSync(join(directory, FILE), join(directory, 'kept'));
  const without = await world.restart();
  const between = create(without, 'between');
  renameSync(join(directory, 'kept'), join(directory, FILE));
  const back = await without.restart();
  expect(back.credentials.check(old.token).ok).toBe(true);
  expect(back.credentials.check(between.token).ok).toBe(false);
  expect(voidOf(back)).toBe(1);
});

it('a loss from before this was watched is noticed too', async () => {
  const directory = makeFolder();
  const world = await createServiceWorld({ directory });
  create(world, 'old');
  world.storage.settings.set('tokens.key', 'damaged');
  rmSync(join(directory, FILE));
  expect(voidOf(await world.restart())).toBe(1);
});
