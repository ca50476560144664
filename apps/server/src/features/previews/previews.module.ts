import { Module } from '@nestjs/common';
import { LinkFollower } from './link-follower.js';
import { PreviewMaker } from './preview-maker.js';

/**
 * Owns `link_pages`: what pages say of themselves, for previews of the links in messages. Off unless `LINK_PREVIEWS` is on.
 *
 * Invariants: nothing is fetched but through the port `Outgoing`, so never a private address; a message is never in the
 * way of its preview nor the other way round (the feed finds links, a job fetches); the preview itself belongs to the message,
 * and only its feature writes it. What happens twice happens once: a page is kept for a day, a message has one preview
 * of a link at most, and none again that its author took off.
 */
@Module({ providers: [LinkFollower, PreviewMaker] })
export class PreviewsModule {}
