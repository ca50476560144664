import { deviceSetting } from '../device-setting.js';

/** Whether messages make a sound on this device: off until somebody asks for it. */
export const sounds = deviceSetting('sounds', false);

/** Whether this device notifies outside of the page; it also needs the browser's permission. */
export const systemNotifications = deviceSetting('notifications', false);

/** Whether notifications outside of the page show what was written: others may look at the screen. */
export const previews = deviceSetting('previews', true);

/** The reader was asked about notifications, and is not asked again. */
export const asked = deviceSetting('notifications-asked', false);
