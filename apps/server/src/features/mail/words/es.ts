import type { MailTexts } from './mail-texts.js';

export const es: MailTexts = {
  dir: 'ltr',
  subject: { one: '{name} le ha escrito sobre {chat}', other: '{name}: # mensajes nuevos sobre {chat}' },
  subjectHidden: { one: 'Tiene un mensaje nuevo', other: 'Tiene # mensajes nuevos' },
  subjectNews: 'Hay novedades en un caso suyo',
  intro: {
    one: 'Mientras no estaba, recibió un mensaje sobre {chat}:',
    other: 'Mientras no estaba, recibió # mensajes sobre {chat}:',
  },
  introHidden: { one: 'Le espera un mensaje.', other: 'Le esperan # mensajes.' },
  introNews: 'Inicie sesión para ver de qué se trata.',
  earlier: { one: 'Hay # mensaje anterior.', other: 'Hay # mensajes anteriores.' },
  files: { one: '# archivo', other: '# archivos' },
  you: { customer: 'Cliente', provider: 'Profesional', lsm: 'Gestor local' },
  reply: 'Responder',
  look: 'Abrir',
  linkNote:
    'El enlace lleva a la conversación; inicie sesión allí si se le pide. Las respuestas a este correo no se leen.',
  whyMail: 'Recibe este correo porque quedaron mensajes sin leer en {app}.',
  stopChat: 'No recibir más correos de esta conversación',
  stopAll: 'No recibir más correos',
  page: {
    title: 'Correos sobre mensajes sin leer',
    askChat: '¿Dejar de recibir correos de esta conversación?',
    askAll: '¿Dejar de recibir todos los correos sobre mensajes sin leer?',
    doIt: 'Dejar de recibirlos',
    doneChat: 'No recibirá más correos de esta conversación.',
    doneAll: 'No recibirá más correos sobre mensajes sin leer.',
    undo: 'Volver a activarlos',
    undone: 'Los correos vuelven a estar activados.',
    all: 'Dejar de recibir todos los correos',
    bad: 'Este enlace no es nuestro o está dañado. Puede desactivar los correos en los ajustes.',
  },
};
