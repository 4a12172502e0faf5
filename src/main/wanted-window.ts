/** The app, as far as somebody outside can ask it for its window. */
export interface WindowOwner {
  startsHidden(): boolean;
  showWindow(): void;
  bringReply(reply: string): void;
}

export interface WantedWindow {
  /** Somebody asks for the window, by a second start or a click; `reply`: the link they came with. */
  ask(reply: string | null): void;
  /** The app is up: from now on it shows what is asked for, and first what was asked for meanwhile. */
  serve(owner: WindowOwner): void;
}

/** Who asks while the app still starts is answered as soon as it is up, however it was told to start. */
export function createWantedWindow(start: {
  readonly isHidden: boolean;
  readonly reply: string | null;
}): WantedWindow {
  let owner: WindowOwner | null = null;
  let isAsked = false;
  let waiting = start.reply;
  const show = (by: WindowOwner): void => {
    if (waiting === null) by.showWindow();
    else by.bringReply(waiting);
    waiting = null;
  };
  return {
    ask(reply) {
      isAsked = true;
      waiting = reply ?? waiting;
      if (owner !== null) show(owner);
    },
    serve(started) {
      owner = started;
      const isWanted = isAsked || waiting !== null;
      if (isWanted || (!start.isHidden && !started.startsHidden())) show(started);
    },
  };
}
