import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../../config/config.js';
import { CONFIG } from '../../config/config.module.js';
import { maskContacts } from './contacts.rules.js';
import type { Content, RuledText } from './content.api.js';

/** The rules that are switched on. */
@Injectable()
export class ContentRules implements Content {
  readonly #contacts: boolean;
  readonly #booked: readonly string[];

  constructor(@Inject(CONFIG) { content }: Config) {
    this.#contacts = content.rules.includes('contacts');
    this.#booked = content.bookedStatuses;
  }

  apply(text: string): RuledText | null {
    const masked = this.#contacts ? maskContacts(text) : null;
    return masked === null ? null : { ...masked, booked: this.#booked };
  }
}
