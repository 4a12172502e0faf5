import { chooseMessages } from '../messages/catalog';

/** Every word the window says, in the language of the system. The words are in `src/renderer/messages`. */
export const messages = chooseMessages(navigator.languages);
