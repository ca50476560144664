/** The version of the wire in both documents: minor for what is added; there is no breaking change (CONTRACT). */
export const WIRE_VERSION = '1.0.0';
