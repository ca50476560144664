import { Inject, Injectable } from '@nestjs/common';
import type { Mention, Message } from '@stm-chat/protocol';
import { invalid } from '../../kernel/errors.js';
import { CONTENT, type Content, type RuledText } from '../content/content.api.js';
import type { AppendMore } from './append-types.js';
import type { MessageMore } from './message-record.js';
import type { WrittenMessage } from './messages.mapper.js';
import { shiftMentions } from './mentions.rules.js';

/** What somebody is about to write, after the rules of content. */
export interface WrittenText {
  /** Null for most messages: nothing but their text. */
  readonly more: AppendMore | null;
  /** Says with an edited message what was masked in it; of one that was sent, `toAuthor` does. */
  told(message: Message): WrittenMessage;
}

/** Goes over what people write, before it is written: content rules, and who is meant in it. Nothing here waits. */
@Injectable()
export class WrittenTexts {
  constructor(@Inject(CONTENT) private readonly content: Content) {}

  /** @throws CommandError `invalid_payload` when a mention is not within the text */
  of(text: string, mentions: readonly Mention[] = [], more: MessageMore = {}): WrittenText {
    requireWithin(text, mentions);
    const ruled = this.content.apply(text);
    if (ruled === null && mentions.length === 0 && Object.keys(more).length === 0) return { more: null, told };
    const extra: MessageMore = { ...more, ...(mentions.length === 0 ? {} : { mentions: [...mentions] }) };
    if (ruled === null) return { more: { extra }, told };
    return {
      more: { extra, masked: ruled.text, masked_extra: masked(ruled, extra), booked: ruled.booked },
      told: (message) => (message.message === ruled.text ? { ...message, masked: [...ruled.masked] } : message),
    };
  }
}

const told = (message: Message): WrittenMessage => message;

function masked({ replaced, masked: parts }: RuledText, extra: MessageMore): MessageMore {
  const { mentions = [], ...others } = extra;
  const rest = { ...others, masked: [...parts] };
  const shifted = shiftMentions(mentions, replaced);
  return shifted.length === 0 ? rest : { ...rest, mentions: shifted };
}

function requireWithin(text: string, mentions: readonly Mention[]): void {
  let end = 0;
  for (const [index, { start, length }] of mentions.entries()) {
    if (start < end) throw invalid(`mentions.${index}.start`, 'must come after the mention before it');
    end = start + length;
    if (end > text.length) throw invalid(`mentions.${index}.length`, 'goes beyond the text');
  }
}
