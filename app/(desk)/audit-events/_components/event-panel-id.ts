export const eventPanelId = "event";
