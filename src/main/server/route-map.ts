/** Which methods a path has, for telling 404 from 405. */
export interface RouteMap {
  add(pattern: string, method: string): void;
  methodsOf(path: string): readonly string[];
}

/** Patterns as Fastify takes them: `/keys/:id`, `/models/*`. */
export function createRouteMap(): RouteMap {
  const routes = new Map<string, { readonly matcher: RegExp; readonly methods: Set<string> }>();
  return {
    add(pattern, method) {
      const route = routes.get(pattern) ?? { matcher: toMatcher(pattern), methods: new Set() };
      route.methods.add(method);
      routes.set(pattern, route);
    },
    methodsOf: (path) => [
      ...new Set(
        [...routes.values()].flatMap(({ matcher, methods }) => (matcher.test(path) ? [...methods] : [])),
      ),
    ],
  };
}

function toMatcher(pattern: string): RegExp {
  const source = pattern
    .split('/')
    .map((part) => (part === '*' ? '.+' : part.startsWith(':') ? '[^/]+' : part.replace(/[.+]/g, '\\$&')))
    .join('/');
  return new RegExp(`^${source}/?$`);
}
