import type { RouteExplanation } from '../../shared/domain/route-explanation';
import type { LimitsView } from './auth/types';
import type { SpiderGateError } from './errors';
import type { StopSignal } from './stop-switch';
import type { Identity, ModelFacts } from './types';

/** One call of the Gateway API, free of HTTP details. */
export interface GatewayCall {
  readonly requestId: string;
  readonly dialect: 'openai-chat' | 'openai-embeddings';
  /** What came as `Authorization: Bearer …` or `x-api-key`; `null` when neither did. */
  readonly credential: string | null;
  /** The parsed JSON body, not yet checked. */
  readonly body: unknown;
  /** The same as it was sent, where it is still there. */
  readonly text?: string | undefined;
  /** Lower-case names; only those routing may look at. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly includeRouteTrace: boolean;
  /** Aborts when the caller goes away. */
  readonly signal: StopSignal;
}

/** Headers are lower-case; the server adds `x-request-id` and the content type. */
export type GatewayReply =
  | {
      readonly kind: 'json';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: unknown;
      /** The same as text, where it is there already. */
      readonly text?: string | undefined;
    }
  | {
      readonly kind: 'stream';
      readonly headers: Readonly<Record<string, string>>;
      /** Text of whole SSE frames. Ends normally for a whole answer and for one that ended in an error frame. */
      readonly frames: AsyncIterable<string>;
    };

export interface ModelListQuery {
  readonly provider?: string | undefined;
  readonly freeOnly?: boolean | undefined;
  readonly configuredOnly?: boolean | undefined;
  readonly search?: string | undefined;
  readonly capability?: string | undefined;
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

/** OpenAI's model object with what SpiderGate knows beside it. */
export interface ModelObject {
  readonly id: string;
  readonly object: 'model';
  readonly created: number;
  readonly owned_by: string;
  readonly spidergate_info: {
    readonly provider: string | null;
    readonly provider_model: string | null;
    readonly context_window: number | null;
    readonly max_output_tokens: number | null;
    readonly capabilities: readonly string[];
    readonly free_tier: boolean;
    readonly is_configured: boolean;
    readonly in_task_aliases: readonly string[];
  };
}

/** The gateway's one public door. */
export interface Gateway {
  /** Never throws a SpiderGateError: errors come back as JSON replies. */
  call(call: GatewayCall): Promise<GatewayReply>;
  /** The same as somebody who needs no credential: the person in front of the window. */
  callAs(identity: Identity, call: Omit<GatewayCall, 'credential'>): Promise<GatewayReply>;
  /** Where a request would go now and why not elsewhere. Calls nobody. */
  explain(body: unknown, identity: Identity): RouteExplanation;
  /** Only what the credential may use, where one is sent. Throws `scope_not_allowed`. */
  models(
    query: ModelListQuery,
    credential?: string | null,
  ): { readonly data: readonly ModelObject[]; readonly total: number };
  model(id: string, credential?: string | null): ModelObject | SpiderGateError;
  /** Looks like a token of this program and is none. */
  isWrongToken(credential: string): boolean;
  /** What is known about one place; `null`: nothing. */
  facts(providerId: string, model: string): ModelFacts | null;
  /** What a caller has used itself. Never throws a SpiderGateError either. */
  usage(credential: string | null): Promise<Extract<GatewayReply, { kind: 'json' }>>;
  /** How budgets stand now. */
  readonly limits: LimitsView;
}
