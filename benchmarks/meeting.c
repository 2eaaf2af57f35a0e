/* The month's meetings in C: the limit that the compiled run is measured against.

   The same inputs, the same tables and the same arithmetic as mechanisms/meeting.py, in single
   precision, or with -DDOUBLE in double; the layout of records, of a vector of staff and of sums, and
   the keys of random numbers, come from the engine (tables.h, made by meeting_in_c.py). Loops over a tile of 128 are plain C that a
   compiler vectorises; each pass is short, so that the processor overlaps them. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "tables.h"

#define TILE 128
#define FIXED 4294967296.0
#define SHARES 8388608
#define SURPRISES 131072
#define MOST_SURPRISE 127

#ifdef DOUBLE
typedef double real;
#define root sqrt
#else
typedef float real;
#define root sqrtf
#endif


static inline real clip(real x, real low, real high) {
    x = x < low ? low : x;
    return x > high ? high : x;
}

static inline double from_bits(int64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline int64_t to_bits(double x) {
    int64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline double exp_(double x) {
    x = x < -708.0 ? -708.0 : x;
    x = x > 709.0 ? 709.0 : x;
    int64_t k = (int64_t)(x * 1.44269504088896338700 + copysign(0.5, x));
    double r = (x - (double)k * 6.93147180369123816490e-01) - (double)k * 1.90821492927058770002e-10;
    double p = 1.0 / 6227020800.0;
    p = p * r + 1.0 / 479001600.0;
    p = p * r + 1.0 / 39916800.0;
    p = p * r + 1.0 / 3628800.0;
    p = p * r + 1.0 / 362880.0;
    p = p * r + 1.0 / 40320.0;
    p = p * r + 1.0 / 5040.0;
    p = p * r + 1.0 / 720.0;
    p = p * r + 1.0 / 120.0;
    p = p * r + 1.0 / 24.0;
    p = p * r + 1.0 / 6.0;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    return p * from_bits((k + 1023) << 52);
}

#ifdef DOUBLE
#define exp_single exp_
static inline double log_(double x) {
    const int64_t sqrt_half = 0x3FE6A09E667F3BCD, mantissa = 0xFFFFFFFFFFFFF;
    int64_t bits = to_bits(x) - sqrt_half;
    double m = from_bits((bits & mantissa) + sqrt_half), e = (double)(bits >> 52);
    double f = (m - 1.0) / (m + 1.0), s = f * f, p = 1.0 / 21.0;
    p = p * s + 1.0 / 19.0;
    p = p * s + 1.0 / 17.0;
    p = p * s + 1.0 / 15.0;
    p = p * s + 1.0 / 13.0;
    p = p * s + 1.0 / 11.0;
    p = p * s + 1.0 / 9.0;
    p = p * s + 1.0 / 7.0;
    p = p * s + 1.0 / 5.0;
    p = p * s + 1.0 / 3.0;
    p = p * s + 1.0;
    return e * 6.93147180369123816490e-01 + (2.0 * f * p + e * 1.90821492927058770002e-10);
}

/* Two normals from two words, for a tile (Box & Muller 1958). */
static void normals(int64_t n, const uint32_t *restrict a, const uint32_t *restrict b,
                    real *restrict one, real *restrict other) {
    for (int64_t j = 0; j < n; j++) one[j] = sqrt(-2.0 * log_(((double)a[j] + 0.5) / FIXED));
    for (int64_t j = 0; j < n; j++) {
        double u = ((double)b[j] + 0.5) / FIXED, radius = one[j];
        int64_t q = (int64_t)(u * 4.0 + 0.5);
        double r = (u - (double)q * 0.25) * 6.283185307179586, s = r * r;
        double a = -1.0 / 1307674368000.0;
        a = a * s + 1.0 / 6227020800.0;
        a = a * s - 1.0 / 39916800.0;
        a = a * s + 1.0 / 362880.0;
        a = a * s - 1.0 / 5040.0;
        a = a * s + 1.0 / 120.0;
        a = a * s - 1.0 / 6.0;
        double sine = r + r * s * a, c = 1.0 / 20922789888000.0;
        c = c * s - 1.0 / 87178291200.0;
        c = c * s + 1.0 / 479001600.0;
        c = c * s - 1.0 / 3628800.0;
        c = c * s + 1.0 / 40320.0;
        c = c * s - 1.0 / 720.0;
        c = c * s + 1.0 / 24.0;
        c = c * s - 0.5;
        double cosine = 1.0 + s * c, odd = (double)(q & 1), even = 1.0 - odd;
        one[j] = radius * ((sine * odd + cosine * even) * (double)(1 - ((q + 1) & 2)));
        other[j] = radius * ((cosine * odd + sine * even) * (double)(1 - (q & 2)));
    }
}

#else
#define exp_single exp32
static inline float from_bits32(int32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

static inline int32_t to_bits32(float x) {
    int32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

static inline float exp32(float x) {
    x = x < -87.0f ? -87.0f : x;
    x = x > 88.0f ? 88.0f : x;
    int32_t k = (int32_t)(x * (float)1.44269504088896338700 + copysignf(0.5f, x));
    float r = (x - (float)k * 0.693145751953125f) - (float)k * (float)1.42860682030941723212e-6;
    float p = (float)(1.0 / 5040.0);
    p = p * r + (float)(1.0 / 720.0);
    p = p * r + (float)(1.0 / 120.0);
    p = p * r + (float)(1.0 / 24.0);
    p = p * r + (float)(1.0 / 6.0);
    p = p * r + 0.5f;
    p = p * r + 1.0f;
    p = p * r + 1.0f;
    return p * from_bits32((k + 127) << 23);
}

static inline float log32(float x) {
    const int32_t sqrt_half = 0x3F3504F3, mantissa = 0x7FFFFF;
    int32_t bits = to_bits32(x) - sqrt_half;
    float m = from_bits32((bits & mantissa) + sqrt_half), e = (float)(bits >> 23);
    float f = (m - 1.0f) / (m + 1.0f), s = f * f, p = (float)(1.0 / 9.0);
    p = p * s + (float)(1.0 / 7.0);
    p = p * s + (float)(1.0 / 5.0);
    p = p * s + (float)(1.0 / 3.0);
    p = p * s + 1.0f;
    return e * 0.693145751953125f + (2.0f * f * p + e * (float)1.42860682030941723212e-6);
}

/* Two normals from two words, for a tile (Box & Muller 1958). */
static void normals(int64_t n, const uint32_t *restrict a, const uint32_t *restrict b,
                    real *restrict one, real *restrict other) {
    const float turn = (float)(6.283185307179586 / 4294967296.0), per_2_31 = 1.0f / 2147483648.0f;
    for (int64_t j = 0; j < n; j++) {
        float square = -2.0f * log32(((float)(int32_t)(a[j] >> 1) + 0.5f) * per_2_31);
        one[j] = sqrtf(square > 0.0f ? square : 0.0f);
    }
    for (int64_t j = 0; j < n; j++) {
        uint32_t q = (b[j] + 0x20000000u) >> 30;
        float radius = one[j], r = (float)(int32_t)(b[j] - (q << 30)) * turn, s = r * r;
        float o = (float)(-1.0 / 5040.0);
        o = o * s + (float)(1.0 / 120.0);
        o = o * s - (float)(1.0 / 6.0);
        float sine = r + r * s * o, c = (float)(1.0 / 40320.0);
        c = c * s - (float)(1.0 / 720.0);
        c = c * s + (float)(1.0 / 24.0);
        c = c * s - 0.5f;
        float cosine = 1.0f + s * c;
        float up = q & 1 ? cosine : sine, along = q & 1 ? sine : cosine;
        one[j] = radius * ((q + 1) & 2 ? -along : along);
        other[j] = radius * (q & 2 ? -up : up);
    }
}
#endif

/* Philox4x32-10 for a tile: four words each (Salmon et al. 2011). */
static void roll(uint64_t key, uint32_t purpose, uint32_t month, int64_t n,
                 const uint32_t *restrict who, uint32_t *restrict w0, uint32_t *restrict w1,
                 uint32_t *restrict w2, uint32_t *restrict w3) {
    for (int64_t j = 0; j < n; j++) {
        uint32_t c0 = who[j], c1 = month, c2 = purpose, c3 = 0;
        uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
#pragma GCC unroll 10
        for (int round = 0; round < 10; round++) {
            uint64_t p0 = (uint64_t)c0 * 0xD2511F53u, p1 = (uint64_t)c2 * 0xCD9E8D57u;
            uint32_t high0 = (uint32_t)(p0 >> 32), high1 = (uint32_t)(p1 >> 32);
            c0 = high1 ^ c1 ^ k0;
            c1 = (uint32_t)p1;
            c2 = high0 ^ c3 ^ k1;
            c3 = (uint32_t)p0;
            k0 += 0x9E3779B9u;
            k1 += 0xBB67AE85u;
        }
        w0[j] = c0;
        w1[j] = c1;
        w2[j] = c2;
        w3[j] = c3;
    }
}

static void prepare(const struct given *p, int64_t vectors, const float *tile,
                    const double *dialogue, const double *openness, const double *risk, real *desk) {
    for (int64_t v = 0; v < vectors; v++, tile += SPAN, desk += LANES * DESK) {
        for (int64_t i = 0; i < LANES; i++) {
            real competence = tile[AT_competence + i], detected = tile[AT_detection + i];
            real ignorance = 1 - competence, *to = desk + i * DESK;
            to[CLEAR] = p->meeting_noise * (1 - p->meeting_competence_clears * competence);
            to[READING] = p->meeting_habit_spread * ignorance * tile[AT_habit + i];
            to[BIAS] = tile[AT_bias + i] * (1 - detected);
            to[OVERRATED] = 1 - p->meeting_overconfidence * ignorance;
            to[DISCRETION_USED] = tile[AT_discretion + i];
            to[VALUE] = tile[AT_value + i];
            to[CONTROL] = tile[AT_coverage + i] * (1 - (real)dialogue[i]);
            real slack = tile[AT_slack + i], unsaid = tile[AT_unsaid + i];
            real looks_again = (real)0.5 * (1 + slack / (slack + (real)0.05));
            real caught = p->meeting_catch * (real)openness[i] * tile[AT_safety + i] * looks_again;
            to[HARMFUL] = (real)risk[i] * ((1 - caught)
                                           * (1 + p->meeting_repeat * (unsaid < 1 ? unsaid : 1)));
        }
    }
}

static inline double on_file_of(const struct parameters *d, double documentation) {
    return d->meeting_record * documentation / (documentation + d->meeting_record_half);
}

/* Factor on harm in a unit: haste, and what is lost between colleagues. */
static double risk_in(const struct parameters *d, double load, double on_file) {
    double hurried = 1.0 + d->meeting_haste * fmax(0.0, load - SAFE_LOAD);
    return hurried * (1.0 + d->meeting_handover * (1.0 - d->task_regular) * (1.0 - on_file)
                                * (1.0 - 1.0 / fmax(1.0, d->task_decisions)));
}

/* ``bundle``: first vector, vectors and units of each; ``lane``: the rows of their units. */
void meeting(const struct given *q, const struct parameters *d, uint64_t key, int64_t month,
             double rule_stock, int64_t units, const struct unit *unit, const double *documentation,
             const double *dialogue, const double *openness, int64_t bundles, const struct bundle *bundle,
             const int32_t *lane, const float *staff, int32_t *harms, int64_t places,
             const int32_t *uid, const int32_t *post, const float *complexity, const float *trust,
             const int32_t *cases, const int16_t *relation, const int64_t *start,
             float *perceived, real *desk, int64_t *fitted, int64_t *seen_by, int64_t *sums) {
    real draw[4][TILE], column[VALUE + 4][TILE], fits[TILE], misses[TILE], seen[TILE];
    real qualities[TILE], surprises[TILE], departures[TILE], unlikes[TILE];
    uint32_t who[TILE], word[4][TILE], harm[4][TILE];
    int64_t desk_of[TILE];
    real codifiable = root(q->task_codifiability), tacit = root(1 - q->task_codifiability);
    real spread = q->task_variety * q->task_variety
                  * exp_single(q->task_complexity_spread * q->task_complexity_spread);
    double severe = d->meeting_severe
                    * (1.0 + d->meeting_rules_protect * rule_stock * d->task_codifiability);
    real half = q->meeting_relation_half, handbook_trust = q->meeting_handbook_trust;
    real trust_clears = q->meeting_trust_clears, relation_clears = q->meeting_relation_clears;
    real perception = q->meeting_perception, good = q->meeting_good;
    real familiar = q->meeting_familiar;
    real most_departure = q->meeting_within;
    double left_undone = d->task_stakes * d->meeting_neglect, decisions = d->task_decisions;
    memset(who, 0, sizeof who);
    memset(column, 0, sizeof column);
    memset(harms, 0, places * sizeof *harms);
    memset(fitted, 0, places * sizeof *fitted);
    memset(seen_by, 0, places * sizeof *seen_by);
    for (int64_t b = 0; b < bundles; b++) {
        double its[LANES] = {0}, open[LANES] = {0}, risk[LANES] = {0};
        for (int64_t i = 0; i < bundle[b].units; i++) {
            int32_t u = lane[b * LANES + i];
            its[i] = dialogue[u];
            open[i] = openness[u];
            risk[i] = risk_in(d, unit[u].load, on_file_of(d, documentation[u]));
        }
        prepare(q, bundle[b].slots, staff + bundle[b].first * SPAN, its, open, risk,
                desk + bundle[b].first * LANES * DESK);
    }
    for (int64_t u = 0; u < units; u++, sums += UNIT_SUMS) {
        double file = on_file_of(d, documentation[u]);
        double most = decisions * left_undone * (1.0 + d->meeting_repeat) * risk_in(d, unit[u].load, file);
        real on_file = file;
        real handbook = unit[u].handbook, knowledge = unit[u].knowledge, need = unit[u].need;
        memset(sums, 0, UNIT_SUMS * sizeof *sums);
        for (int64_t offset = 0; offset < unit[u].cases; offset += TILE) {
            int64_t at = start[u] + offset, left = unit[u].cases - offset;
            int64_t count = left < TILE ? left : TILE, padded = (count + 15) / 16 * 16;
            for (int64_t j = 0; j < count; j++) {
                int64_t c = cases[at + j], i = post[c];
                who[j] = (uint32_t)uid[c];
                desk_of[j] = i;
                for (int k = 0; k <= VALUE; k++) column[k][j] = desk[DESK * i + k];
                column[VALUE + 1][j] = relation[at + j];
                column[VALUE + 2][j] = complexity[c];
                column[VALUE + 3][j] = trust[c];
            }
            roll(key, PURPOSE_CASE, (uint32_t)month, padded, who, word[0], word[1], word[2],
                 word[3]);
            roll(key, PURPOSE_HARM, (uint32_t)month, padded, who, harm[0], harm[1], harm[2],
                 harm[3]);
            normals(padded, word[0], word[1], draw[0], draw[1]);
            normals(padded, word[2], word[3], draw[2], draw[3]);
            for (int64_t j = 0; j < padded; j++) {
                real sigma_c = column[VALUE + 2][j], visits = column[VALUE + 1][j];
                real known = visits / (visits + half);
                known = known + on_file * (1 - known);
                real y_codifiable = codifiable * sigma_c * draw[0][j];
                real y = need + y_codifiable + tacit * sigma_c * draw[1][j];
                real routine = knowledge + familiar * known * (1 - knowledge);
                real by_handbook = handbook + routine * y_codifiable;
                real sigma = column[CLEAR][j] * (1 - trust_clears * column[VALUE + 3][j])
                               * (1 - relation_clears * known);
                real signal = y + sigma * draw[2][j] + column[READING][j];
                real prior = handbook + handbook_trust * (by_handbook - handbook);
                real noise = sigma * column[OVERRATED][j];
                real weight = spread / (spread + noise * noise);
                real own = prior + weight * (signal - prior) + column[BIAS][j];
                real done = by_handbook + column[DISCRETION_USED][j] * (own - by_handbook);
                real gap = y - done;
                misses[j] = gap * gap;
                surprises[j] = signal - handbook;
                departures[j] = done - by_handbook;
                unlikes[j] = column[DISCRETION_USED][j]
                             * (weight * (signal - y) + column[BIAS][j]);
            }
            for (int64_t j = 0; j < padded; j++) fits[j] = exp_single((real)-0.5 * misses[j]);
            for (int64_t j = 0; j < padded; j++) {
                qualities[j] = fits[j] * column[VALUE][j];
                seen[j] = clip(qualities[j] + perception * draw[3][j], 0, 1);
            }
            int32_t quality_sum = 0, signal_sum = 0, goods = 0, complexes = 0, complex_sum = 0;
            int32_t unlike_sum = 0, withins = 0;
            for (int64_t j = 0; j < count; j++) {
                int32_t fixed = (int32_t)(qualities[j] * SHARES);
                real sigma_c = column[VALUE + 2][j];
                quality_sum += fixed;
                real surprise = clip(surprises[j], -MOST_SURPRISE, MOST_SURPRISE);
                signal_sum += (int32_t)(surprise * SURPRISES);
                real unlike = unlikes[j] * unlikes[j];
                unlike_sum += (int32_t)((unlike < MOST_SURPRISE ? unlike : MOST_SURPRISE) * SURPRISES);
                withins += (departures[j] < 0 ? -departures[j] : departures[j]) <= most_departure;
                goods += qualities[j] >= good ? 1 : 0;
                complexes += sigma_c * sigma_c > spread ? 1 : 0;
                complex_sum += sigma_c * sigma_c > spread ? fixed : 0;
            }
            sums[SUM_QUALITY] += (int64_t)quality_sum << 9;
            sums[SUM_SIGNAL] += (int64_t)signal_sum * (1 << 15);
            sums[SUM_UNLIKE] += (int64_t)unlike_sum * (1 << 15);
            sums[SUM_WITHIN] += withins;
            sums[SUM_GOOD] += goods;
            sums[SUM_COMPLEX] += complexes;
            sums[SUM_COMPLEX_QUALITY] += (int64_t)complex_sum << 9;
            for (int64_t j = 0; j < count; j++) {
                int64_t i = desk_of[j], well = (int32_t)(fits[j] * SHARES);
                int64_t fixed = (int32_t)(seen[j] * SHARES);
                perceived[at + j] = seen[j];
                fitted[i] += well;
                seen_by[i] += fixed;
                sums[SUM_FIT] += well << 9;
                sums[SUM_PERCEIVED] += fixed << 9;
                double undone = 1.0 - (double)column[VALUE][j];
                double neglected = undone * undone * undone;
                if (misses[j] > severe || harm[0][j] * (1.0 / FIXED) < neglected * most) {
                    double chance = ((double)harm[0][j] + 0.5) * (1.0 / FIXED);
                    double media = ((double)harm[1][j] + 0.5) * (1.0 / FIXED);
                    double missed = d->task_stakes * (1.0 - exp_(-fmax(0.0, misses[j] - severe)));
                    double either = missed + left_undone * neglected * (1.0 - missed);
                    if (chance < fmin(1.0, decisions * desk[DESK * i + HARMFUL] * either)) {
                        harms[i] += 1;
                        perceived[at + j] = -1 - (float)seen[j];
                        sums[SUM_SCANDALS] += media < d->inspectorate_media;
                    }
                }
            }
        }
    }
}
