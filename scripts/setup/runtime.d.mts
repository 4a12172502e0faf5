export interface ElectronRuntime {
  /** Absolute path of the Electron binary. */
  readonly executablePath: string;
  /** Chromium switches this machine needs; they come before `appPath`. */
  readonly args: readonly string[];
  /** The folder to hand to Electron as its app; the app's own arguments come after it. */
  readonly appPath: string;
  /** To be added to the app's environment: SPIDERGATE_SQLITE_BINDING with the fallback runtime, else empty. */
  readonly env: Readonly<Record<string, string>>;
}

/** Which Electron to run and how. Downloads nothing; throws when no set-up has run yet. */
export function resolveRuntime(): ElectronRuntime;

/** The same as variables for child processes, which get the same answer from resolveRuntime(). */
export function runtimeVariables(runtime: ElectronRuntime): Record<string, string>;
