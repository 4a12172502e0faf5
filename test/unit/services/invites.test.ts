import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Clock, Transport } from '../../../src/main/gateway/ports';
import { createSystemClock } from '../../../src/main/system-clock';
import type { Invite } from '../../../src/shared/domain/invite';
import { readInviteToken } from '../../../src/shared/invite/invite-token';
import { sealWithdrawal } from '../../../src/shared/invite/sealed-withdrawal';
import { inviteCreateRequest } from '../../../src/shared/ipc/invites';
import { answerInvite, makeTestVault, tokenOf, WITHDRAWAL_CODE } from '../../support/invite-fixtures';
import { createScriptedTransport, createServiceWorld, type ServiceWorld } from '../../support/service-world';

const SECRET = 'gsk_contributed-secret-0123456789';
const HOUR = 3_600_000;

const accepting = () => createScriptedTransport(() => ({ status: 200, body: { data: [{ id: 'm' }] } }));
const refusing = () => createScriptedTransport(() => ({ status: 401, body: {} }));

async function open(transport: Transport = accepting(), shift = { by: 0 }) {
  const clock: Clock = { ...createSystemClock(), now: () => Date.now() + shift.by };
  const world = await createServiceWorld({ transport, clock });
  return { world, shift, invite: await invite(world) };
}

function invite(world: ServiceWorld, change: Record<string, unknown> = {}): Promise<Invite> {
  const request = { provider_name: 'groq', label: 'from Ada', from: 'Grace', ...change };
  return world.services.invites.create(inviteCreateRequest.parse(request));
}

const submit = async (world: ServiceWorld, { link }: Invite, secret = SECRET, code = WITHDRAWAL_CODE) =>
  world.inviteDoor.submit(tokenOf(link), await answerInvite(tokenOf(link), secret, code), 'local');

const stateOf = (world: ServiceWorld, id: string) =>
  world.services.invites.list().find((one) => one.id === id)?.state;

describe('an invite', () => {
  it('lasts 72 hours unless told otherwise, and shows what the contributor has to know', async () => {
    const { world, invite: made } = await open();
    expect(Date.parse(made.expires_at) - Date.parse(made.created_at)).toBeGreaterThan(72 * HOUR - 2000);
    expect(made).toMatchObject({ state: 'open', in_network: false, network_links: [], key_id: null });
    expect(world.inviteDoor.look(tokenOf(made.link), 'local')).toMatchObject({
      from: 'Grace',
      message: null,
      workspace: null,
      provider: { name: 'Groq', keyPrefixes: ['gsk_'] },
    });
  });

  it('brings a key that is stored, tested and used like any other, and says so without showing it', async () => {
    const { world, invite: made } = await open();
    const outcome = await submit(world, made);
    expect(outcome).toMatchObject({
      kind: 'added',
      message: expect.stringContaining('Groq accepts this key'),
    });
    const [key] = world.services.keys.list();
    expect(key).toMatchObject({ provider_name: 'groq', key_label: 'from Ada', share_with_pool: true });
    expect(world.keyRing.secretOf(key?.id ?? '')).toEqual({ ok: true, secret: SECRET });
    expect(JSON.stringify([outcome, key, world.services.invites.list(), world.events])).not.toContain(SECRET);
    expect(stateOf(world, made.id)).toBe('used');
  });

  it('works after a restart', async () => {
    const { world, invite: made } = await open();
    const again = await world.restart();
    expect(await submit(again, made)).toMatchObject({ kind: 'added' });
  });

  it('brings one key, however many come at once', async () => {
    const { world, invite: made } = await open();
    const outcomes = await Promise.all(
      [1, 2, 3, 4, 5].map((n) =>
        submit(world, made, `${SECRET}${n}`, WITHDRAWAL_CODE.replace('012', `01${n}`)),
      ),
    );
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['added', 'over', 'over', 'over', 'over']);
    expect(world.services.keys.list()).toHaveLength(1);
    expect(await submit(world, made)).toEqual({ kind: 'over' });
  });

  it('is the same to a stranger whether unknown, used, revoked, over, foreign or altered', async () => {
    const { world, shift, invite: used } = await open();
    await submit(world, used);
    const revoked = await invite(world);
    await world.services.invites.revoke(revoked.id);
    const expired = await invite(world, { lifetime_hours: 1 });
    const local = await invite(world, { lifetime_hours: 700 });
    shift.by = 2 * HOUR;
    const foreign = makeTestVault().invite().token;
    const tokens = [used, revoked, expired]
      .map(({ link }) => tokenOf(link))
      .concat(foreign, 'sgi1', 'x'.repeat(9999));
    for (const token of tokens) {
      expect(world.inviteDoor.look(token, 'local')).toBeNull();
      expect(await world.inviteDoor.submit(token, 'sgr1AAAA', 'local')).toEqual({ kind: 'over' });
    }
    expect(world.inviteDoor.look(tokenOf(local.link), 'local')).not.toBeNull();
    expect(world.inviteDoor.look(tokenOf(local.link), 'network')).toBeNull();
    expect(stateOf(world, expired.id)).toBe('expired');
    expect(world.services.keys.list()).toHaveLength(1);
  });

  it('stands 10,000 guesses, and then still works', async () => {
    const { world, invite: made } = await open();
    const token = tokenOf(made.link);
    for (let guess = 0; guess < 10_000; guess += 1) {
      // Mostly random, some close to the real one.
      const tail = randomBytes(60).toString('base64url');
      const text = guess % 50 === 0 ? token.slice(0, token.length - tail.length) + tail : `sgi1${tail}`;
      if (world.inviteDoor.look(text, 'local')) throw new Error('a guess was right');
    }
    expect(await submit(world, made)).toMatchObject({ kind: 'added' });
  }, 30_000);
});

describe('what is refused stores nothing', () => {
  it('a key the provider refuses: the invite stays, until too many were tried', async () => {
    const { world, invite: made } = await open(refusing());
    for (let count = 0; count < 10; count += 1)
      expect(await submit(world, made)).toMatchObject({
        kind: 'refused',
        message: expect.stringContaining('Groq'),
      });
    expect(await submit(world, made)).toEqual({ kind: 'over' });
    expect(stateOf(world, made.id)).toBe('revoked');
    expect(world.services.keys.list()).toEqual([]);
  });

  it('a key that is there already: the contributor does not learn what it is called', async () => {
    const { world, invite: made } = await open();
    world.services.keys.create({ provider_name: 'groq', api_key: SECRET, key_label: 'private name' });
    const outcome = await submit(world, made);
    expect(outcome).toEqual({ kind: 'refused', message: 'This key is in the vault already.' });
    expect(stateOf(world, made.id)).toBe('open');
  });

  it('while the vault is locked: the invite can be answered later', async () => {
    const { world, invite: made } = await open();
    world.vault.lock();
    expect(await submit(world, made)).toEqual({ kind: 'locked' });
    await expect(invite(world)).rejects.toMatchObject({ code: 'vault_locked' });
    expect(stateOf(world, made.id)).toBe('open');
  });

  it('an invite that is revoked while its key is being tested', async () => {
    let asked = () => {};
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    let answer = () => {};
    const slow: Transport = {
      async send(request) {
        asked();
        await new Promise<void>((resolve) => {
          answer = resolve;
        });
        return accepting().send(request);
      },
    };
    const { world, invite: made } = await open(slow);
    const outcome = submit(world, made);
    await wasAsked;
    await world.services.invites.revoke(made.id);
    answer();
    expect(await outcome).toEqual({ kind: 'over' });
    expect(world.services.keys.list()).toEqual([]);
  });

  it('a key that cannot be tested now is stored, and that is said', async () => {
    const { world, invite: made } = await open(createScriptedTransport(() => ({ status: 500, body: {} })));
    expect(await submit(world, made)).toMatchObject({ kind: 'untested' });
    expect(world.services.keys.list()).toHaveLength(1);
  });
});

describe('a withdrawal code', () => {
  it('deletes the key for good, also after a restart, and twice does no harm', async () => {
    const { world, invite: made } = await open();
    await submit(world, made);
    const again = await world.restart();
    expect(again.inviteDoor.withdraw(WITHDRAWAL_CODE.toLowerCase())).toBe(true);
    expect(again.services.keys.list()).toEqual([]);
    expect(stateOf(again, made.id)).toBe('withdrawn');
    expect(again.inviteDoor.withdraw(WITHDRAWAL_CODE)).toBe(true);
    expect(again.storage.keys.list()).toEqual([]);
  });

  it('of nobody deletes nothing', async () => {
    const { world, invite: made } = await open();
    await submit(world, made);
    for (const code of ['', 'SGW', WITHDRAWAL_CODE.replace('A', 'B'), made.id])
      expect(world.inviteDoor.withdraw(code)).toBe(false);
    expect(world.services.keys.list()).toHaveLength(1);
  });
});

describe('a reply that the owner brings in', () => {
  const bring = (world: ServiceWorld, reply: string) => world.services.invites.reply({ reply });

  it('is found in a link and in the middle of a message', async () => {
    for (const wrap of [
      (reply: string) => `spidergate://invite-reply#${reply}`,
      (reply: string) => `Here it is:\n\n${reply}\n\nCheers`,
      (reply: string) => reply.replace(/.{70}/g, '$&\r\n'),
    ]) {
      const { world, invite: made } = await open();
      const result = await bring(world, wrap(await answerInvite(tokenOf(made.link), SECRET)));
      expect(result).toMatchObject({ outcome: 'added', key: { key_label: 'from Ada' }, test: { ok: true } });
      expect(JSON.stringify(result)).not.toContain(SECRET);
    }
  });

  it('is refused with its reason when used, revoked, over, foreign or altered', async () => {
    const { world, shift, invite: made } = await open();
    const reply = await answerInvite(tokenOf(made.link), SECRET);
    await expect(bring(world, `${reply.slice(0, -8)}AAAAAAAA`)).rejects.toMatchObject({
      message: expect.stringContaining('does not open'),
    });
    const foreign = await answerInvite(makeTestVault().invite().token, SECRET);
    await expect(bring(world, foreign)).rejects.toMatchObject({
      message: expect.stringContaining('does not know'),
    });
    await expect(bring(world, 'hello')).rejects.toMatchObject({ param: 'reply' });
    const late = await invite(world, { lifetime_hours: 1 });
    const lateReply = await answerInvite(tokenOf(late.link), SECRET);
    shift.by = 2 * HOUR;
    await expect(bring(world, lateReply)).rejects.toMatchObject({ message: expect.stringContaining('over') });
    expect(world.services.keys.list()).toEqual([]);
    await bring(world, reply);
    await expect(bring(world, reply)).rejects.toMatchObject({ code: 'conflict' });
    expect(world.services.keys.list()).toHaveLength(1);
  });

  it('may be a withdrawal code', async () => {
    const { world, invite: made } = await open();
    await submit(world, made);
    expect(await bring(world, ` ${WITHDRAWAL_CODE}\n`)).toMatchObject({ outcome: 'withdrawn' });
    expect(world.services.keys.list()).toEqual([]);
    await expect(bring(world, WITHDRAWAL_CODE.replace('A', 'B'))).rejects.toMatchObject({ param: 'reply' });
  });
});

describe('a sealed withdrawal that the owner brings in', () => {
  const bring = (world: ServiceWorld, reply: string) => world.services.invites.reply({ reply });
  const seal = (token: string, code = WITHDRAWAL_CODE) => {
    const facts = readInviteToken(token);
    if (!facts) throw new Error('this is no invite');
    return sealWithdrawal(facts, code);
  };

  it('deletes the key for good, also after the invite and its token are gone, and only once', async () => {
    const { world, shift, invite: made } = await open();
    await submit(world, made);
    const again = await world.restart();
    shift.by = 100 * HOUR;
    const withdrawal = await seal(tokenOf(made.link));
    const result = await bring(again, `spidergate://invite-reply#${withdrawal}`);
    expect(result).toMatchObject({ outcome: 'withdrawn', key: null });
    expect(again.services.keys.list()).toEqual([]);
    expect(again.storage.keys.list()).toEqual([]);
    expect(stateOf(again, made.id)).toBe('withdrawn');
    // A copy of it that is sent again, and a second one of the same code.
    for (const replay of [withdrawal, await seal(tokenOf(made.link))])
      await expect(bring(again, replay)).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringContaining('already'),
      });
  });

  it('is told apart when many come at once, or before the key itself', async () => {
    const { world, invite: made } = await open();
    const withdrawal = await seal(tokenOf(made.link));
    await expect(bring(world, withdrawal)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('has brought no key'),
    });
    await submit(world, made);
    const all = await Promise.allSettled([1, 2, 3].map(() => bring(world, withdrawal)));
    expect(all.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
    expect(world.services.keys.list()).toEqual([]);
  });

  it('deletes nothing with a wrong code, another key’s code, altered, foreign, or while locked', async () => {
    const { world, invite: made } = await open();
    const other = await invite(world, { label: 'from Bob' });
    const othersCode = WITHDRAWAL_CODE.replace('012', '013');
    await submit(world, made);
    await submit(world, other, `${SECRET}-bob`, othersCode);
    const token = tokenOf(made.link);
    const right = await seal(token);
    const refusals = [
      [await seal(token, WITHDRAWAL_CODE.replace('A', 'B')), 'not the one of this key'],
      [await seal(token, othersCode), 'not the one of this key'],
      [`${right.slice(0, -6)}AAAAAA`, 'does not open'],
      [right.slice(0, -4), 'This '],
      [right.replace('sgw1', 'sgr1'), 'brought its key already'],
      [await sealWithdrawal(makeTestVault().invite().facts, WITHDRAWAL_CODE), 'does not know'],
    ] as const;
    for (const [text, why] of refusals)
      await expect(bring(world, text), why).rejects.toMatchObject({
        param: 'reply',
        message: expect.stringContaining(why),
      });
    world.vault.lock();
    await expect(bring(world, right)).rejects.toMatchObject({ code: 'vault_locked' });
    expect(world.services.keys.list()).toHaveLength(2);
    await world.vault.unlock('of no interest to a keychain');
    await bring(world, right);
    expect(world.services.keys.list()).toMatchObject([{ key_label: 'from Bob' }]);
  });
});

describe('an invite goes with what it was for', () => {
  it('its workspace', async () => {
    const { world } = await open();
    const workspace = world.services.workspaces.create({ name: 'brand' });
    const made = await invite(world, { workspace_id: workspace.id });
    expect(world.inviteDoor.look(tokenOf(made.link), 'local')).toMatchObject({ workspace: 'brand' });
    // Shared with the pool too: the contributor must not read that one workspace alone will use it.
    const shared = await invite(world, { workspace_id: workspace.id, share_with_pool: true });
    expect(world.inviteDoor.look(tokenOf(shared.link), 'local')).toMatchObject({ workspace: null });
    world.services.workspaces.delete(workspace.id, { with_contents: true });
    expect(stateOf(world, made.id)).toBeUndefined();
    expect(await submit(world, made)).toEqual({ kind: 'over' });
  });

  it('is not made for a provider that takes no key', async () => {
    const { world } = await open();
    world.services.providers.create({
      id: 'open',
      name: 'Open',
      base_url: 'http://127.0.0.1:1/v1',
      auth: 'none',
      models: [],
    });
    await expect(invite(world, { provider_name: 'open' })).rejects.toMatchObject({ param: 'provider_name' });
    await expect(invite(world, { provider_name: 'nobody' })).rejects.toMatchObject({
      param: 'provider_name',
    });
  });
});
