import type { PersonalAct } from '../../shared/domain/personal-act';
import type { FromCore, ToCore } from './messages';

/** Core's thread: questions to whoever sits at the screen, which only the main thread can show. */
export function createPersonQuestions(send: (message: FromCore) => void) {
  const waiting = new Map<number, (isAllowed: boolean) => void>();
  let nextId = 0;
  return {
    ask(act: PersonalAct): Promise<boolean> {
      nextId += 1;
      const id = nextId;
      return new Promise((resolve) => {
        waiting.set(id, resolve);
        send({ type: 'ask_person', id, act });
      });
    },
    settle({ id, isAllowed }: Extract<ToCore, { type: 'person_answer' }>): void {
      waiting.get(id)?.(isAllowed);
      waiting.delete(id);
    },
  };
}
