import { z } from 'zod';

/** A request as it would go to the Gateway API; `messages` may be left out. `workspace_id`: as whom. */
export const routeExplainRequest = z.looseObject({
  model: z.string().min(1).max(300),
  workspace_id: z.string().min(1).max(64).optional(),
});

export type RouteExplainRequest = z.output<typeof routeExplainRequest>;
