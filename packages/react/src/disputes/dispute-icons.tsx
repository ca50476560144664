import { icon } from '../components/icons.js';

export const EyeIcon = icon(
  <>
    <path d="M2.8 12S6.200 5.800 12 5.800 21.200 12 21.200 12 17.800 18.200 12 18.200 2.800 12 2.800 12z" />
    <circle cx="12" cy="12" r="2.800" />
  </>,
);
export const PeopleIcon = icon(
  <>
    <circle cx="9" cy="8.500" r="3" />
    <path d="M3.500 18.500c.4-3 2.600-4.800 5.500-4.800s5.100 1.800 5.500 4.800M15.500 5.800a3 3 0 0 1 0 5.400M17.200 14.200c1.900.7 3 2.200 3.300 4.300" />
  </>,
);
export const PersonIcon = icon(
  <>
    <circle cx="12" cy="8.200" r="3.400" />
    <path d="M5.500 19c.5-3.500 3-5.500 6.500-5.500s6 2 6.500 5.500" />
  </>,
);
export const NoteIcon = icon(<path d="M6 4.500h12v10l-5 5H6zM13 19.500v-5h5M9 8.500h6M9 11.500h4" />);
export const OfferIcon = icon(
  <path d="M3 8.500l4-2 5 1.500 5-1.500 4 2M3 8.500v7l2 .5M21 8.500v7l-2 .5M12 8l-3.200 3a1.400 1.400 0 0 0 2 2l2.200-1.800 5.500 4.800a1.300 1.300 0 0 1-1.800 1.900l-3.400-2.700M7 16.500l4 3.200a1.400 1.400 0 0 0 2-2" />,
);
export const ClockIcon = icon(
  <>
    <circle cx="12" cy="12" r="8" />
    <path d="M12 7.500V12l3 2" />
  </>,
);
export const DownloadIcon = icon(<path d="M12 4.500v10M7.500 10.500l4.500 4.500 4.500-4.500M5 19h14" />);
export const PrintIcon = icon(<path d="M7 9V4.500h10V9M7 16H4.800V9.500h14.400V16H17M7.500 13.500h9v6h-9z" />);
export const ShieldIcon = icon(
  <path d="M12 3.800l7 2.700v5c0 4.300-2.900 7.300-7 8.700-4.100-1.400-7-4.400-7-8.700v-5zM9 12l2.200 2.200L15.200 10" />,
);
export const PencilNoteIcon = icon(<path d="M5 19h14M7 15.500l.5-3L15 5l2.500 2.500-7.500 7.500z" />);
export const HistoryIcon = icon(
  <path d="M4.500 12a7.500 7.500 0 1 0 2.600-5.700L4.500 8.500M4.500 4.500v4h4M12 8v4.300l2.800 1.700" />,
);
