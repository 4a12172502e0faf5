import type { ApiError } from '../../shared/domain/event';
import type { RequestDetail } from '../../shared/domain/request';
import type { TestRun } from '../../shared/domain/test-run';
import type { TestRunRequest } from '../../shared/ipc/test-runs';
import { SpiderGateError } from '../gateway/errors';
import type { Gateway, GatewayReply } from '../gateway/gateway';
import type { Clock } from '../gateway/ports';
import { identifyOwner } from './owner-identity';
import { readField } from './read-json';
import type { RequestService, TestRunService, WorkspaceService } from './types';

/** Nobody watches longer. */
const PATIENCE_MS = 120_000;
/** Enough to judge an answer by, and no surprise on the bill. */
const MOST_OUTPUT_TOKENS = 1_024;

interface TestRunParts {
  readonly workspaces: WorkspaceService;
  readonly requests: Pick<RequestService, 'get'>;
  readonly gateway: () => Gateway;
  readonly clock: Pick<Clock, 'after'>;
  readonly newRequestId: () => string;
}

/** A real request through the gateway, as the owner: it is logged, counted and paid for like any other. */
export function createTestRunService(parts: TestRunParts): TestRunService {
  return {
    async run(request) {
      const identity = identifyOwner(parts.workspaces, request.workspace_id);
      const requestId = parts.newRequestId();
      const aborter = new AbortController();
      const cancel = parts.clock.after(PATIENCE_MS, () => aborter.abort());
      try {
        const reply = await parts.gateway().callAs(identity, {
          requestId,
          dialect: request.kind === 'chat' ? 'openai-chat' : 'openai-embeddings',
          body: toBody(request),
          headers: {},
          includeRouteTrace: false,
          signal: aborter.signal,
        });
        return { ...readReply(reply), request: await find(requestId, parts.requests) };
      } finally {
        cancel();
      }
    },
  };
}

function toBody({ model, prompt, kind }: TestRunRequest) {
  if (kind === 'embeddings') return { model, input: prompt };
  return { model, messages: [{ role: 'user', content: prompt }], max_tokens: MOST_OUTPUT_TOKENS };
}

function readReply(reply: GatewayReply): Omit<TestRun, 'request'> {
  const body = reply.kind === 'json' ? reply.body : undefined;
  const error = readError(body);
  if (error) return { answer: null, dimensions: null, error };
  const vector = readField(readFirst(readField(body, 'data')), 'embedding');
  const text = readField(readField(readFirst(readField(body, 'choices')), 'message'), 'content');
  return {
    answer: typeof text === 'string' ? text : null,
    dimensions: Array.isArray(vector) ? vector.length : null,
    error: null,
  };
}

/** The gateway's own words, never the provider's. */
function readError(body: unknown): ApiError | null {
  const error = readField(body, 'error');
  const [message, type, code, param] = ['message', 'type', 'code', 'param'].map((name) =>
    readField(error, name),
  );
  if (typeof message !== 'string' || typeof type !== 'string' || typeof code !== 'string') return null;
  return { message, type, code, param: typeof param === 'string' ? param : null };
}

const readFirst = (list: unknown): unknown => (Array.isArray(list) ? list[0] : undefined);

async function find(id: string, requests: Pick<RequestService, 'get'>): Promise<RequestDetail | null> {
  try {
    return await requests.get(id);
  } catch (error) {
    if (error instanceof SpiderGateError) return null;
    throw error;
  }
}
