/* A ball that falls by Euler steps of 1 ms and leaves the ground with the share e of its speed;
 * one that is slower than 0.1 m/s stays there. */
enum { H, V, G, E, VARIABLES };
static void advance(double *r, double t, double h) {
    for (int i = 0, n = (int)(h / 1e-3 + 0.5); i < n; i++) {
        double speed = r[V];
        r[V] += 1e-3 * r[G];
        r[H] += 1e-3 * speed;
        if (r[H] > 0 || r[V] >= 0) continue;
        r[H] = DBL_MIN;
        r[V] *= -r[E];
        if (r[V] < 0.1) r[V] = r[G] = 0;
    }
}
