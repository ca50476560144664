import { Inject, Injectable } from '@nestjs/common';
import { DATABASE, type Database } from '../../database/database.js';
import { LOGGER, type Logger } from '../../kernel/logger.js';
import { AUTH, type Auth } from '../auth/auth.api.js';
import { ChatPushes } from './chat-pushes.js';

/** One who has more chats is seen anew when a chat moves or is opened: a push must not become a storm. */
const CHATS_TOLD = 200;

interface ChatRow {
  readonly id: string;
  readonly customer_id: number | null;
  readonly provider_id: number | null;
  readonly lsm_id: number | null;
}

const LATEST_CHATS = `
  select c.id, c.customer_id, c.provider_id, c.lsm_id
  from chat_members m join chats c on c.id = m.chat_id
  where m.user_id = $1 and m.left_at is null
  order by c.last_activity_at desc limit ${CHATS_TOLD}`;

/** A name that changed, or was erased, changes on the screens that show it: the members of the user's chats are told. */
@Injectable()
export class RenamedUsers {
  constructor(
    @Inject(AUTH) auth: Auth,
    @Inject(DATABASE) private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(ChatPushes) private readonly pushes: ChatPushes,
  ) {
    auth.userChanged.subscribe((userId) => {
      this.#tell(userId).catch((error: unknown) => this.logger.warn({ err: error }, 'a new name could not be told'));
    });
  }

  async #tell(userId: number): Promise<void> {
    const chats = await this.database.pooled.query<ChatRow>(LATEST_CHATS, [userId]);
    for (const { id, customer_id, provider_id, lsm_id } of chats) {
      this.pushes.summaryChanged(
        id,
        [customer_id, provider_id, lsm_id].filter((seat) => seat !== null),
      );
    }
  }
}
