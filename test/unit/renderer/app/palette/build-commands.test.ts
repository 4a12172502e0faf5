import { describe, expect, it } from 'vitest';
import {
  buildCommands,
  type PaletteActions,
  type PaletteState,
} from '../../../../../src/renderer/app/palette/build-commands';
import { rankCommands } from '../../../../../src/renderer/app/palette/rank-commands';
import { makeProvider } from '../../make-provider';

function createActions() {
  const done: string[] = [];
  const note = (what: string) => (detail?: unknown) => void done.push(`${what} ${JSON.stringify(detail)}`);
  const actions: PaletteActions = {
    goTo: note('goTo'),
    show: (page, item) => void done.push(`show ${page} ${item.kind}/${item.id}`),
    addKey: note('addKey'),
    newToken: note('newToken'),
    setPaused: note('setPaused'),
    lockVault: note('lockVault'),
    copyAddress: note('copyAddress'),
    copyModel: note('copyModel'),
    switchProvider: ({ id, enabled }) => void done.push(`switch ${id}, which is ${enabled ? 'on' : 'off'}`),
    openRequest: note('openRequest'),
    chooseTheme: note('chooseTheme'),
    showShortcuts: note('showShortcuts'),
  };
  return { actions, done };
}

const NOTHING: PaletteState = {
  query: '',
  gateway: 'running',
  vault: null,
  modifier: 'Ctrl',
  providers: [],
  aliases: [],
  keys: [],
  tokens: [],
  requests: [],
};

function find(state: Partial<PaletteState>, query: string) {
  const { actions, done } = createActions();
  const found = rankCommands(buildCommands({ ...NOTHING, ...state, query }, actions), query);
  return { labels: found.map(({ label }) => label), run: () => found[0]?.run(), done, found };
}

describe('the lines of the palette', () => {
  it('opens a request by an id that is not among the rows at hand', () => {
    const { run, done } = find({}, ' req_01jd5xk2v0aaaa0123456789ab ');
    run();
    expect(done).toEqual(['openRequest "req_01jd5xk2v0aaaa0123456789ab"']);
  });

  it('offers to resume only while paused, and neither when the gateway could not start', () => {
    expect(find({ gateway: 'paused' }, 'spidergate').labels).toEqual(['Resume SpiderGate']);
    expect(find({ gateway: 'running' }, 'spidergate').labels).toEqual(['Pause SpiderGate']);
    expect(find({ gateway: 'failed' }, 'spidergate').labels).toEqual([]);
  });

  it('leads to where a tool is told the address, by the name of the tool', () => {
    for (const tool of ['cline', 'python']) expect(find({}, tool).labels).toEqual(['Connect']);
  });

  it('locks the vault only where a passphrase opens it again', () => {
    expect(find({}, 'vault').labels).toEqual([]);
    expect(find({ vault: 'unlocked' }, 'vault').labels).toEqual(['Lock vault']);
    const { run, done } = find({ vault: 'locked' }, 'vault');
    run();
    expect(done).toEqual(['show settings section/vault']);
  });

  it('says which way a switch goes, and has none for a provider that cannot be used', () => {
    const providers = [
      makeProvider({ id: 'groq', name: 'Groq', enabled: true }),
      makeProvider({ id: 'mist', name: 'Mist', enabled: false }),
      makeProvider({ id: 'shut', name: 'Shut', refused: 'Its terms forbid it.' }),
    ];
    expect(find({ providers }, 'switch').labels).toEqual(['Switch Groq off', 'Switch Mist on']);
    expect(find({ providers }, 'shut').labels).toEqual(['Shut']);
  });

  it('has no two lines of one id: the arrow keys would stand still between them', () => {
    const alias = {
      description: '',
      slots: [
        { provider: 'groq', model: 'm' },
        { provider: 'groq', model: 'm', key_id: 'key_1' },
      ],
      custom: false,
      built_in: true,
      stream_safety: 'live' as const,
      patience_ms: 0,
      first_token_ms: 1,
      max_attempts: 1,
      route_around_refusals: false,
    };
    const { actions } = createActions();
    const aliases = [
      { id: 'a/one', ...alias },
      { id: 'a/two', ...alias },
    ];
    const ids = buildCommands({ ...NOTHING, aliases, query: '' }, actions).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
