// What the map's own controls say.
export const labels = {
  "Map.Title": "Map of neighbourhoods",
  "NavigationControl.ZoomIn": "Zoom in",
  "NavigationControl.ZoomOut": "Zoom out",
};
