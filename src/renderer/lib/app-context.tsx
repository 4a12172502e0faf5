import { createContext, type ReactNode, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { SpiderGateBridge } from '../../shared/ipc/bridge';
import { floorTo, type WallClock } from './clock';
import type { Replica } from './replica';
import type { RequestLog, RequestLogState } from './request-log';
import type { Loaded, Resource } from './resource';
import type { ThemeControl } from './theme';

/** Everything that was built once, in main.tsx. */
export interface AppServices {
  readonly bridge: SpiderGateBridge;
  readonly replica: Replica;
  readonly clock: WallClock;
  readonly theme: ThemeControl;
}

const AppServicesContext = createContext<AppServices | null>(null);

export function AppServicesProvider(props: { readonly services: AppServices; readonly children: ReactNode }) {
  return <AppServicesContext value={props.services}>{props.children}</AppServicesContext>;
}

export function useApp(): AppServices {
  const services = useContext(AppServicesContext);
  if (services === null) throw new Error('AppServicesProvider is missing above this component');
  return services;
}

export function useResource<T>(resource: Resource<T>): Loaded<T> {
  return useStore(resource.store);
}

export function useRequestLog<T>(log: RequestLog, select: (state: RequestLogState) => T): T {
  return useStore(log.store, select);
}

/** The present time, in steps as large as what is shown of it: whoever shows no seconds is not drawn every second. */
export function useNow(stepMs = 1_000): number {
  const { clock } = useApp();
  return useSyncExternalStore(clock.subscribe, () => floorTo(clock.now(), stepMs));
}
