// Everything about disputes in one file of its own, styles included: most chats never need it.
import '@stm-chat/react/disputes.css';
import '../styles/desk.css';

export { CaseBanner } from './case-banner.js';
export {
  CaseView,
  DeskQueue,
  DisputeDetails,
  DisputeMenuItems,
  OfferCard,
  SystemText,
  useDispute,
  useRunningDisputes,
} from '@stm-chat/react/disputes';
