#pragma once

#include <cmath>
#include <memory>
#include <string>
#include <vector>

namespace geometry {

struct Point {
    double x = 0;
    double y = 0;

    Point operator+(const Point& other) const { return {x + other.x, y + other.y}; }
    Point operator-(const Point& other) const { return {x - other.x, y - other.y}; }
    double length() const { return std::sqrt(x * x + y * y); }
};

class Shape {
public:
    virtual ~Shape() = default;
    virtual double area() const = 0;
    virtual double perimeter() const = 0;
    virtual std::string name() const = 0;
};

class Circle : public Shape {
public:
    Circle(Point center, double radius) : center_(center), radius_(radius) {}

    double area() const override { return M_PI * radius_ * radius_; }
    double perimeter() const override { return 2 * M_PI * radius_; }
    std::string name() const override { return "circle"; }

private:
    Point center_;
    double radius_;
};

class Polygon : public Shape {
public:
    explicit Polygon(std::vector<Point> corners) : corners_(std::move(corners)) {}

    double area() const override
    {
        double twice = 0;
        for (std::size_t i = 0; i < corners_.size(); ++i) {
            const Point& a = corners_[i];
            const Point& b = corners_[(i + 1) % corners_.size()];
            twice += a.x * b.y - b.x * a.y;
        }
        return std::abs(twice) / 2;
    }

    double perimeter() const override
    {
        double sum = 0;
        for (std::size_t i = 0; i < corners_.size(); ++i)
            sum += (corners_[(i + 1) % corners_.size()] - corners_[i]).length();
        return sum;
    }

    std::string name() const override { return "polygon"; }

private:
    std::vector<Point> corners_;
};

}  // namespace geometry
