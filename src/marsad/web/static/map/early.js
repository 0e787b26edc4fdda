// Before anything is drawn: where the browser can draw the map itself, the server's drawing is not laid out at all.
if ("WebGL2RenderingContext" in window) document.documentElement.classList.add("draws-map");
