import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser';
import { isListWrittenOnce, isWrittenOnce, jsonOf, jsonWithParts } from '../kernel/written-once.js';

/**
 * Socket.IO's encoder for what this server sends: the same text, without looking through every packet for binary parts
 * (there are none), and with the text of a message written once, though its acknowledgement and its event both hold it.
 */
class WireEncoder extends Encoder {
  override encode(packet: Packet): string[] {
    const isMessage = packet.type === PacketType.EVENT || packet.type === PacketType.ACK;
    if (!isMessage || !Array.isArray(packet.data)) return super.encode(packet) as string[];
    const nsp = packet.nsp === '/' ? '' : `${packet.nsp},`;
    return [`${packet.type}${nsp}${packet.id ?? ''}[${packet.data.map(element).join()}]`];
  }
}

/** The packet of an event, as the encoder writes it. */
export function encodeEvent(namespace: string, event: string, payload: object): string {
  return `${PacketType.EVENT}${namespace},["${event}",${element(payload)}]`;
}

/** The packet of an acknowledgement, as the encoder writes it. @param id digits, as the call brought them */
export function encodeAck(namespace: string, id: string, answer: unknown): string {
  return `${PacketType.ACK}${namespace},${id}[${element(answer)}]`;
}

function element(value: unknown): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value) ?? 'null';
  if (isWrittenOnce(value)) return jsonOf(value);
  for (const part of Object.values(value)) {
    if (isWrittenOnce(part) || isListWrittenOnce(part)) return jsonWithParts(value);
  }
  return JSON.stringify(value);
}

/** For Socket.IO's option `parser`. */
export const wireParser = { Encoder: WireEncoder, Decoder };
