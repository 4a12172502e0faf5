import type { LogAnswers } from '../log-messages';
import type { OpenLog } from './open-log';

/** Every answer begins with what is in the journal. */
export function createLogAnswers(log: OpenLog): LogAnswers {
  const upToDate = () => {
    log.catchUp();
    return log.reader;
  };
  return {
    list: (request) => upToDate().list(request),
    get: (id) => upToDate().get(id),
    usage: (question) => {
      log.catchUp();
      return log.usage.read(question);
    },
    export: (question) => {
      // Later pieces are of older rows.
      if (question.after === null) log.catchUp();
      return log.exportPiece(question);
    },
    sweep: (cutoff) => {
      const isPacking = log.oldHours.packSome();
      return log.retention.sweep(cutoff) || isPacking;
    },
    zone: (zone) => {
      // What is in the journal happened before.
      log.catchUp();
      log.calendar.use(zone);
      return null;
    },
  };
}
