import { Global, Module } from '@nestjs/common';
import { CONTENT } from './content.api.js';
import { ContentRules } from './content-rules.js';

/**
 * Owns nothing: rules over what people write, pure, each switched on by CONTENT_RULES. The first one masks contact details
 * until the job is booked. What is masked is not kept anywhere; its author is told (docs/safety.md).
 */
@Global()
@Module({ providers: [{ provide: CONTENT, useClass: ContentRules }], exports: [CONTENT] })
export class ContentModule {}
