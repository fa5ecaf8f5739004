/* A counter that rises by one each second. */
enum { COUNTER, VARIABLES };
static void advance(double *r, double t, double h) { r[COUNTER] = 1 + floor(t + h + 1e-9); }
