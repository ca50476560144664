import { Inject } from '@nestjs/common';
import { type InputOf, setNotificationPrefs } from '@stm-chat/protocol/schemas';
import { DATABASE, type Database } from '../../database/database.js';
import { invalid } from '../../kernel/errors.js';
import { type CommandHandler, type Context, Handles, type Outcome } from '../../kernel/handler.js';
import { quietColumns, toPrefs } from './prefs.mapper.js';
import { changePrefs, readChatPrefs } from './prefs.repository.js';
import { zoneNamed } from './quiet-hours.rules.js';

/** `set_notification_prefs`, and `PUT /api/notifications/preferences`: what waits is decided by them when it is due. */
@Handles(setNotificationPrefs)
export class SetNotificationPrefs implements CommandHandler<typeof setNotificationPrefs> {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  async handle(
    { muted_until, quiet_hours, time_zone, push, mail, preview }: InputOf<typeof setNotificationPrefs>,
    { actor: { userId } }: Context<typeof setNotificationPrefs>,
  ): Promise<Outcome<typeof setNotificationPrefs>> {
    const zone = time_zone === undefined ? undefined : zoneNamed(time_zone);
    if (zone === null) throw invalid('time_zone', 'must be a time zone of the IANA database, such as Europe/Madrid');
    const row = await changePrefs(this.database, userId, {
      push,
      mail,
      preview,
      muted_until: typeof muted_until === 'string' ? new Date(muted_until) : muted_until,
      time_zone: zone,
      ...quietColumns(quiet_hours),
    });
    return { output: toPrefs(row, await readChatPrefs(this.database, userId)) };
  }
}
